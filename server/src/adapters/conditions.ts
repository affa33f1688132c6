import type { Core, UID } from '@strapi/strapi';
import { validate } from '@strapi/utils';
import type { Form, SettingsError } from '../contracts';
import { settingsError } from '../core/settingsErrors';
import { modelsOf } from './models';
import { whereOf } from './entryReader';

/**
 * Checks the conditions of forms as the database will see them: Strapi's own validation of filters
 * (no private attribute, no password, known operators) and one query that runs it.
 */
export async function conditionErrors(
  strapi: Core.Strapi,
  forms: Form[],
): Promise<SettingsError[]> {
  const errors: SettingsError[] = [];
  for (const [index, form] of forms.entries()) {
    if (form.condition === null) continue;
    const problem = await problemOf(strapi, form.contentType, form.condition);
    if (problem === null) continue;
    errors.push(
      settingsError(['forms', String(index), 'condition'], 'condition', { message: problem }),
    );
  }
  return errors;
}

async function problemOf(
  strapi: Core.Strapi,
  uid: string,
  condition: Record<string, unknown>,
): Promise<string | null> {
  const model = modelsOf(strapi)(uid);
  if (!model) return null;
  try {
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
    const { where } = whereOf(strapi, uid, condition);
    await strapi.db
      .queryBuilder(uid as UID.ContentType)
      .init({ where })
      .select('id')
      .first()
      .execute();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
