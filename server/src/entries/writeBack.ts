import type { Core } from '@strapi/strapi';
import { RESULT_ATTRIBUTES, type Form, type Warning, type WriteBackResult } from '../contracts';
import { isPassing } from '../sending/passingErrors';
import { copyValues, fitted, resultValues, type WrittenResult } from './writeBackValues';
import { targetRefusal } from './writeBackTypes';
import type { WrittenBack } from '../sending/ports';
import { hasResultAttributes } from './resultAttributes';
import { modelsOf } from '../settings/contentTypes';
import { inSavepoint, inTransaction } from '../outbox/transaction';

/** Where each result goes: the form's own mapping and the plugin's own attributes. */
function targetsOf(form: Form | null, ownAttributes: boolean): [WriteBackResult, string][] {
  const mapped = Object.entries(form?.writeBack ?? {}) as [WriteBackResult, string][];
  const own = ownAttributes
    ? (Object.entries(RESULT_ATTRIBUTES) as [WriteBackResult, string][])
    : [];
  return [...mapped.filter(([, attribute]) => attribute !== ''), ...own];
}

/** Copies the results of a delivery onto its entry. */
export function writeBack(
  strapi: Core.Strapi,
  form: Form | null,
  delivery: WrittenBack,
): Promise<Warning[]> {
  return writeOnto(strapi, form, delivery.contentType, [delivery.entryId], delivery);
}

/**
 * Copies the same results onto all rows of entries: no lifecycle, no `updatedAt`, no "Modified" badge.
 * A target that is missing, not open to results or cannot hold its value is left out and reported.
 *
 * @throws what will pass, such as a deadlock: the whole settlement is tried again then
 */
export async function writeOnto(
  strapi: Core.Strapi,
  form: Form | null,
  contentType: string,
  entryIds: string[],
  written: WrittenResult,
): Promise<Warning[]> {
  const model = modelsOf(strapi)(contentType);
  if (!model) return [];
  const isCopy = written.reason?.code === 'clone';
  const values = isCopy ? copyValues(written) : resultValues(written);
  const data: Record<string, unknown> = {};
  const warnings: Warning[] = [];
  for (const [result, name] of targetsOf(form, hasResultAttributes(model))) {
    const value = values[result];
    // What Calltouch did not say must not wipe out what an earlier answer said.
    if (value === undefined) continue;
    // Settings may have been stored before the rule, or past it.
    const refusal = targetRefusal(model, name);
    const attribute = refusal ? undefined : model.attributes[name];
    const fit = attribute ? fitted(attribute, value) : null;
    if (fit) data[name] = fit.value;
    else {
      const code = refusal ?? 'writeBackType';
      warnings.push({ field: `writeBack.${result}`, code, values: { attribute: name } });
    }
  }
  if (Object.keys(data).length === 0) return warnings;
  try {
    await inTransaction(strapi, (trx) =>
      inSavepoint(trx, () =>
        strapi.db
          .queryBuilder(contentType)
          .where({ documentId: { $in: entryIds } })
          .update(data)
          .execute<unknown>(),
      ),
    );
  } catch (error) {
    if (isPassing(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    const attribute = Object.keys(data).join(', ');
    warnings.push({
      field: 'writeBack',
      code: 'writeBackFailed',
      values: { attribute, message: code },
    });
  }
  return warnings;
}
