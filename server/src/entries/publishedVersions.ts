/** Which of a document's rows a visitor of the site would see. */
import type { Model } from '../mapping/model';

/** A row of a related entry, as far as its version matters. */
export interface Version {
  documentId?: unknown;
  publishedAt?: unknown;
  locale?: unknown;
}

/** Whether a document of the type can have more than one row. */
export function hasVersions(model: Model): boolean {
  return hasDrafts(model) || isLocalized(model);
}

function hasDrafts(model: Model): boolean {
  return model.options?.draftAndPublish === true;
}

/** Whether an entry of the type has a row for each language. */
export function isLocalized(model: Model): boolean {
  const i18n = model.pluginOptions?.i18n;
  return typeof i18n === 'object' && i18n !== null && 'localized' in i18n && !!i18n.localized;
}

/**
 * Whether no other row of the document is better: it is published, and in the language of the entry
 * that names it.
 *
 * @param locale the entry's language; null if it has none, so that any serves
 */
export function isBest(row: Version, model: Model, locale: string | null): boolean {
  return rank(row, model, locale) === 3;
}

/**
 * One row for each document, at the place of the first: the published one, the draft only where there
 * is none; in the entry's language, else in that of the row that was linked.
 *
 * @param linked the rows that a relation has
 * @param others more rows of the same documents
 */
export function oneOfEach<Row extends Version>(
  linked: Row[],
  others: Row[],
  model: Model,
  locale: string | null,
): Row[] {
  const chosen = new Map<unknown, Row>();
  for (const row of linked) {
    const rows = others.filter(
      (other) =>
        other.documentId === row.documentId &&
        [locale, row.locale ?? null].includes((other.locale ?? null) as string | null),
    );
    const key = row.documentId ?? row;
    const [best] = [chosen.get(key), row, ...rows]
      .filter((one) => one !== undefined)
      .sort((one, other) => rank(other, model, locale) - rank(one, model, locale));
    if (best) chosen.set(key, best);
  }
  return [...chosen.values()];
}

function rank(row: Version, model: Model, locale: string | null): number {
  const isPublished = !hasDrafts(model) || (row.publishedAt ?? null) !== null;
  const isOwn = !isLocalized(model) || locale === null || row.locale === locale;
  return (isPublished ? 2 : 0) + (isOwn ? 1 : 0);
}
