import type { Core, UID } from '@strapi/strapi';
import { validate } from '@strapi/utils';
import type { Form } from '../contracts';
import { withEmptyValues } from './conditionWhere';
import { compiledOf } from '../mapping/compiledForm';
import type { Populate } from '../mapping/populate';
import { isLocalized, hasVersions, isBest, oneOfEach } from './publishedVersions';
import { modelsOf } from '../settings/contentTypes';
import type { Model, Models } from '../mapping/model';

export type Entry = Record<string, unknown>;
type Where = Record<string, unknown>;

/** Reads entries without firing a lifecycle: the site's own hooks are none of our business. */
export interface EntryReader {
  /** One row with everything that the form's templates name; null if there is none. */
  read(form: Form, where: Where): Promise<Entry | null>;
  /** The same without relations, components and media. */
  readPlain(form: Form, where: Where): Promise<Entry | null>;
  /** An entry as people see it now: its draft, or its published version where that is what sends. */
  readCurrent(form: Form, documentId: string): Promise<Entry | null>;
  /** Whether the form's templates name something that a plain row does not hold. */
  needsMore(form: Form): boolean;
  /** When an entry was created, epoch ms: in its first language, where it has several. */
  createdAtMs(form: Form, row: Entry): Promise<number | null>;
  /** @throws where the condition no longer fits its content type */
  matches(form: Form, id: unknown): Promise<boolean>;
}

/** Where the rows of an entry are that count as what it is now, the best first. */
export function currentRows(form: Form, documentId: string): Where[] {
  const publishedAt = form.sendOn === 'publish' ? { $notNull: true } : { $null: true };
  return [{ documentId, publishedAt }, { documentId }];
}

/** Reads entries through Strapi's query builder, within the running transaction if there is one. */
export function createEntryReader(strapi: Core.Strapi): EntryReader {
  const models = modelsOf(strapi);
  /** PostgreSQL puts nulls last where others put them first. */
  const nullsLast = strapi.db.dialect.client === 'postgres' ? 'asc' : 'desc';

  const populateOf = (form: Form): Populate | null => {
    const model = models(form.contentType);
    return model ? compiledOf(form, model, models).populate(nullsLast) : null;
  };

  const rowOf = async (
    form: Form,
    where: Where,
    populate: Populate | null,
  ): Promise<Entry | null> => {
    const model = models(form.contentType);
    if (!model) return null;
    const found: unknown = await strapi.db
      .queryBuilder(form.contentType)
      .init({ where, orderBy: { id: 'asc' }, ...(populate && { populate }) })
      .first()
      .execute();
    const entry = (found as Entry | null | undefined) ?? null;
    if (entry && populate) {
      const locale = isLocalized(model) && typeof entry.locale === 'string' ? entry.locale : null;
      await chooseVersions(strapi, models, model, [entry], populate, locale);
    }
    return entry;
  };
  const read = (form: Form, where: Where) => rowOf(form, where, populateOf(form));

  return {
    needsMore: (form) => populateOf(form) !== null,
    read,
    readPlain: (form, where) => rowOf(form, where, null),

    async readCurrent(form, documentId) {
      for (const where of currentRows(form, documentId)) {
        const row = await read(form, where);
        if (row) return row;
      }
      return null;
    },

    async createdAtMs(form, row) {
      const model = models(form.contentType);
      const own = toMs(row.createdAt);
      if (!model || !isLocalized(model)) return own;
      // Another language is a row of its own, made later.
      const first: unknown = await strapi.db
        .queryBuilder(form.contentType)
        .init({
          where: { documentId: row.documentId, createdAt: { $notNull: true } },
          orderBy: { createdAt: 'asc' },
        })
        .select(['createdAt'])
        .first()
        .execute();
      return toMs((first as Entry | null | undefined)?.createdAt) ?? own;
    },

    async matches(form, id) {
      if (form.condition === null) return true;
      const model = models(form.contentType);
      // Strapi leaves out of a filter what it does not know, and would let everything through.
      const context = { schema: model, getModel: models } as Parameters<
        typeof validate.validators.validateFilters
      >[0];
      await validate.validators.validateFilters(context, form.condition, [
        'nonAttributesOperators',
      ]);
      const { where } = whereOf(strapi, form.contentType, form.condition);
      const found: unknown = await strapi.db
        .queryBuilder(form.contentType)
        .init({ where: { $and: [{ id }, where] } })
        .select('id')
        .first()
        .execute();
      return found !== null && found !== undefined;
    },
  };
}

/** Epoch ms of a moment as Strapi reads it; null if there is none. */
export function toMs(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const ms = new Date(value as string | number | Date).getTime();
  return Number.isNaN(ms) ? null : ms;
}

/** Translates a condition, a filter of Strapi's API, into the query layer's where. */
export function whereOf(
  strapi: Core.Strapi,
  uid: string,
  condition: Record<string, unknown>,
): { where: Where } {
  const query: { where?: Where } = strapi
    .get('query-params')
    .transform(uid, { filters: condition });
  return { where: withEmptyValues(query.where ?? {}) };
}

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
