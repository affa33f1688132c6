import type { Core } from '@strapi/strapi';
import type { Form } from '../contracts';
import { withEmptyValues } from '../core/conditionWhere';
import { populateFor } from '../core/populate';
import { parseTemplate, variablePaths } from '../core/template';
import { modelsOf } from './models';

export type Entry = Record<string, unknown>;
type Where = Record<string, unknown>;

/** Reads entries without firing a lifecycle: the site's own hooks are none of our business. */
export interface EntryReader {
  /** One row with everything that the form's templates name; null if there is none. */
  read(form: Form, where: Where): Promise<Entry | null>;
  /** An entry as people see it now: its draft, or its published version where that is what sends. */
  readCurrent(form: Form, documentId: string): Promise<Entry | null>;
  /** Whether the form's templates name something that a plain row does not hold. */
  needsMore(form: Form): boolean;
  matches(form: Form, id: unknown): Promise<boolean>;
}

/** Reads entries through Strapi's query builder, within the running transaction if there is one. */
export function createEntryReader(strapi: Core.Strapi): EntryReader {
  const models = modelsOf(strapi);
  const populates = new WeakMap<Form, Record<string, unknown> | null>();

  const populateOf = (form: Form): Record<string, unknown> | null => {
    const known = populates.get(form);
    if (known !== undefined) return known;
    const model = models(form.contentType);
    const templates = [
      ...Object.values(form.fields),
      ...form.customFields.map((field) => field.value),
    ];
    const paths = templates.flatMap((source) => {
      const result = parseTemplate(source ?? '');
      return 'template' in result ? variablePaths(result.template) : [];
    });
    const populate = model ? populateFor(model, paths, models) : null;
    populates.set(form, populate);
    return populate;
  };

  const read = async (form: Form, where: Where): Promise<Entry | null> => {
    const populate = populateOf(form);
    const found: unknown = await strapi.db
      .queryBuilder(form.contentType)
      .init({ where, orderBy: { id: 'asc' }, ...(populate && { populate }) })
      .first()
      .execute();
    return (found as Entry | null | undefined) ?? null;
  };

  return {
    needsMore: (form) => populateOf(form) !== null,
    read,

    async readCurrent(form, documentId) {
      const wanted = form.sendOn === 'publish' ? { $notNull: true } : { $null: true };
      const version = await read(form, { documentId, publishedAt: wanted });
      return version ?? read(form, { documentId });
    },

    async matches(form, id) {
      if (form.condition === null) return true;
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
