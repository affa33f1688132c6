import type { Core, UID } from '@strapi/strapi';
import type { PluginConfig } from '../config';
import type { Preview, PreviewRequest, SettingsError } from '../contracts';
import { NO_CAPTURE } from '../capture/capture';
import { leadOf } from '../entries/newDelivery';
import type { DeliveryQueries } from '../outbox/readDeliveries';
import { leadContext } from '../entries/renderAgain';
import { createEntryReader } from '../entries/entryReader';
import { modelsOf } from '../settings/contentTypes';
import type { SettingsStore } from '../settings/settingsStore';

/**
 * The lead that an unsaved form would send for an entry. Sends nothing, stores nothing.
 *
 * @returns errors where the form itself is invalid, with paths beginning at `form`
 */
export async function previewLead(
  strapi: Core.Strapi,
  settings: SettingsStore,
  queries: DeliveryQueries,
  config: PluginConfig,
  { form: unsaved, documentId }: PreviewRequest,
  nowMs: number,
): Promise<Preview | { errors: SettingsError[] }> {
  const checked = await settings.check({ ...settings.current(), forms: [unsaved] });
  if ('errors' in checked) return { errors: checked.errors.map(asFormError) };
  const [form] = checked.settings.forms;
  const model = form && modelsOf(strapi)(form.contentType);
  if (!form || !model) throw new Error('A checked form has a content type');
  const reader = createEntryReader(strapi);
  const wanted = documentId ?? (await newestDocumentId(strapi, form.contentType));
  const entry = wanted === null ? null : await reader.readCurrent(form, wanted);
  if (wanted === null || !entry) {
    return {
      documentId: null,
      site: null,
      lead: null,
      reason: null,
      warnings: [],
      isMasked: false,
    };
  }
  const delivery = await queries.ofEntry(form.contentType, wanted);
  const submission = {
    form,
    model,
    entry,
    entryId: wanted,
    capture: delivery?.capture ?? NO_CAPTURE,
    submittedAtMs: delivery ? Date.parse(delivery.submittedAt) : nowMs,
  };
  const { made, siteKey } = leadOf(submission, leadContext(strapi, settings, config));
  return {
    documentId: wanted,
    site: siteKey === '' ? null : siteKey,
    lead: made.lead,
    reason: made.kind === 'lead' ? null : made.reason,
    warnings: made.warnings,
    isMasked: false,
  };
}

async function newestDocumentId(strapi: Core.Strapi, uid: string): Promise<string | null> {
  const row: unknown = await strapi.db
    .queryBuilder(uid as UID.ContentType)
    .init({ orderBy: { id: 'desc' } })
    .select(['documentId'])
    .first()
    .execute();
  return (row as { documentId?: string } | null | undefined)?.documentId ?? null;
}

/** Paths of a one-form document, `forms.0.x`, become paths of the request: `form.x`. */
function asFormError(error: SettingsError): SettingsError {
  const [head, index, ...rest] = error.path;
  return head === 'forms' && index === '0' ? { ...error, path: ['form', ...rest] } : error;
}
