/** Every request of the admin: the only file with URLs. */
import { adminApi } from '@strapi/strapi/admin';
import type {
  ContentTypeInfo,
  Delivery,
  FormInfo,
  Preview,
  PreviewRequest,
  SendOneReport,
  Settings,
  SettingsError,
} from '../../server/src/contracts';
import { PLUGIN_ID } from './pluginId';

/** An entry of the Content Manager. */
export interface EntryKey {
  contentType: string;
  documentId: string;
}

function entryUrl({ contentType, documentId }: EntryKey): string {
  const path = [contentType, documentId].map(encodeURIComponent).join('/');
  return `/${PLUGIN_ID}/entries/${path}`;
}

function entryTag({ contentType, documentId }: EntryKey) {
  return { type: 'CalltouchEntry' as const, id: `${contentType}_${documentId}` };
}

const calltouchApi = adminApi
  .enhanceEndpoints({
    // "Document" is the Content Manager's: a saved or published entry may have a new delivery.
    addTagTypes: ['CalltouchSettings', 'CalltouchEntry', 'Document'],
  })
  .injectEndpoints({
    endpoints: (build) => ({
      getSettings: build.query<Settings, void>({
        query: () => `/${PLUGIN_ID}/settings`,
        // The page edits a copy: one that is older than its visit would undo others' work.
        keepUnusedDataFor: 0,
      }),
      updateSettings: build.mutation<Settings, Settings>({
        query: (data) => ({ url: `/${PLUGIN_ID}/settings`, method: 'PUT', data }),
        invalidatesTags: ['CalltouchSettings'],
      }),
      getSettingsProblems: build.query<{ errors: SettingsError[] }, void>({
        query: () => `/${PLUGIN_ID}/settings/problems`,
        keepUnusedDataFor: 0,
      }),
      getContentTypes: build.query<ContentTypeInfo[], void>({
        query: () => `/${PLUGIN_ID}/content-types`,
        keepUnusedDataFor: 0,
      }),
      previewLead: build.mutation<Preview, PreviewRequest>({
        query: (data) => ({ url: `/${PLUGIN_ID}/preview`, method: 'POST', data }),
      }),
      getForms: build.query<FormInfo[], void>({
        query: () => `/${PLUGIN_ID}/forms`,
        providesTags: ['CalltouchSettings'],
      }),
      getEntryDelivery: build.query<Delivery | null, EntryKey>({
        query: (entry) => entryUrl(entry),
        providesTags: (_result, _error, entry) => [
          entryTag(entry),
          { type: 'Document', id: `${entry.contentType}_${entry.documentId}` },
        ],
      }),
      sendEntry: build.mutation<SendOneReport, EntryKey>({
        query: (entry) => ({ url: `${entryUrl(entry)}/send`, method: 'POST' }),
        // Also after a refusal: it says that the panel's picture is out of date.
        invalidatesTags: (_result, _error, entry) => [entryTag(entry)],
      }),
    }),
  });

/** The Content Manager's copy of an entry is stale: the write-back changed it. */
export function staleDocument({ contentType, documentId }: EntryKey) {
  return calltouchApi.util.invalidateTags([
    { type: 'Document', id: `${contentType}_${documentId}` },
  ]);
}

/** Puts a delivery that another answer carried where the panel reads it. */
export function knownDelivery(entry: EntryKey, delivery: Delivery) {
  return calltouchApi.util.upsertQueryData('getEntryDelivery', entry, delivery);
}

export const {
  useGetSettingsQuery,
  useUpdateSettingsMutation,
  useGetSettingsProblemsQuery,
  useGetContentTypesQuery,
  usePreviewLeadMutation,
  useGetFormsQuery,
  useGetEntryDeliveryQuery,
  useSendEntryMutation,
} = calltouchApi;
