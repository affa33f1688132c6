import type { Core, UID } from '@strapi/strapi';
import type { Model, Models } from '../mapping/model';
import { hasVersions, isBest, oneOfEach } from './versions';
import type { Entry } from './entryReader';

type Populate = Record<string, unknown>;

/**
 * Puts those rows of related documents into read entries that a visitor of the site would see. A
 * relation may hold the draft beside the published row, or, of an entry that is a draft itself, the
 * draft alone; then the other rows are looked up, with one query for each relation that is populated.
 *
 * @param populate what was read of the entries' relations, and is left as it is elsewhere
 * @param locale the language of the submission; null if it has none
 */
export async function chooseVersions(
  strapi: Core.Strapi,
  models: Models,
  model: Model,
  entries: Entry[],
  populate: Populate,
  locale: string | null,
): Promise<void> {
  const within = (uid: string | undefined, rows: Entry[], inner: unknown): Promise<void> => {
    const innerModel = uid === undefined ? undefined : models(uid);
    const rest = populateIn(inner);
    if (!innerModel || !rest || rows.length === 0) return Promise.resolve();
    return chooseVersions(strapi, models, innerModel, rows, rest, locale);
  };

  for (const [name, inner] of Object.entries(populate)) {
    const attribute = model.attributes[name];
    const items = () => entries.flatMap((entry) => listOf(entry[name]));
    if (attribute?.type === 'component') await within(attribute.component, items(), inner);
    if (attribute?.type === 'dynamiczone') {
      const { on = {} } = inner as { on?: Populate };
      for (const [uid, part] of Object.entries(on)) {
        await within(
          uid,
          items().filter((item) => item.__component === uid),
          part,
        );
      }
    }
    if (attribute?.type === 'relation') {
      const target = attribute.target === undefined ? undefined : models(attribute.target);
      if (target && hasVersions(target)) await choose(target, name, items(), inner);
      await within(attribute.target, items(), inner);
    }
  }

  async function choose(target: Model, name: string, linked: Entry[], inner: unknown) {
    const ids = oneOfEach(linked, [], target, locale)
      .filter((row) => !isBest(row, target, locale))
      .map(({ documentId }) => documentId);
    const others = ids.length === 0 ? [] : await versionsOf(target, ids, populateIn(inner));
    for (const entry of entries) {
      const rows = oneOfEach(listOf(entry[name]), others, target, locale);
      entry[name] = Array.isArray(entry[name]) ? rows : (rows[0] ?? null);
    }
  }

  async function versionsOf(
    target: Model,
    documentIds: unknown[],
    rest: Populate | null,
  ): Promise<Entry[]> {
    const rows: unknown = await strapi.db
      .queryBuilder(target.uid as UID.ContentType)
      .init({ where: { documentId: { $in: documentIds } }, ...(rest && { populate: rest }) })
      .execute();
    return rows as Entry[];
  }
}

function populateIn(inner: unknown): Populate | null {
  return typeof inner === 'object' && inner !== null && 'populate' in inner
    ? (inner.populate as Populate)
    : null;
}

function listOf(value: unknown): Entry[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'object' && item !== null) as Entry[];
}
