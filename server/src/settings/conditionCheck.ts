import type { Core, UID } from '@strapi/strapi';
import { validate } from '@strapi/utils';
import type { Form, SettingsError } from '../contracts';
import { settingsError } from './settingsErrors';
import type { Model } from '../mapping/model';
import { modelsOf } from './contentTypes';
import { whereOf } from '../entries/entryReader';

/**
 * Checks forms as the database will see them: whether their entries can be read, and their conditions
 * by Strapi's own validation of filters (no private attribute, no password, known operators) and one
 * query that runs it. What has not the shape of a form is left to others.
 */
export async function databaseErrors(
  strapi: Core.Strapi,
  forms: Partial<Form>[],
): Promise<SettingsError[]> {
  const errors: SettingsError[] = [];
  for (const [index, { contentType, condition }] of forms.entries()) {
    const model = typeof contentType === 'string' ? modelsOf(strapi)(contentType) : undefined;
    if (!model) continue;
    const path = ['forms', String(index)];
    const unreadable = await problemOf(() => query(strapi, model.uid, {}));
    if (unreadable !== null) {
      const values = { contentType: model.uid, message: unreadable };
      errors.push(settingsError([...path, 'contentType'], 'unreadable', values));
    } else if (typeof condition === 'object' && condition !== null) {
      const message = await problemOf(() => askCondition(strapi, model, condition));
      if (message === null) continue;
      errors.push(settingsError([...path, 'condition'], 'condition', { message }));
    }
  }
  return errors;
}

async function askCondition(
  strapi: Core.Strapi,
  model: Model,
  condition: Record<string, unknown>,
): Promise<void> {
  const context = { schema: model, getModel: modelsOf(strapi) } as Parameters<
    typeof validate.validators.validateFilters
  >[0];
  await validate.validators.validateFilters(context, condition, [
    'nonAttributesOperators',
    'dynamicZones',
    'morphRelations',
    'passwords',
    'private',
  ]);
  await query(strapi, model.uid, whereOf(strapi, model.uid, condition).where);
}

async function query(strapi: Core.Strapi, uid: string, where: object): Promise<void> {
  await strapi.db
    .queryBuilder(uid as UID.ContentType)
    .init({ where })
    .select('id')
    .first()
    .execute();
}

async function problemOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
