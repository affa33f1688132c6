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
    // Names are shared by all plugins, so each says whose it is.
    endpoints: (build) => ({
      getCalltouchSettings: build.query<Settings, void>({
        query: () => `/${PLUGIN_ID}/settings`,
        // The page edits a copy: one that is older than its visit would undo others' work.
        keepUnusedDataFor: 0,
      }),
      updateCalltouchSettings: build.mutation<Settings, Settings>({
        query: (data) => ({ url: `/${PLUGIN_ID}/settings`, method: 'PUT', data }),
        invalidatesTags: ['CalltouchSettings'],
      }),
      getCalltouchSettingsProblems: build.query<{ errors: SettingsError[] }, void>({
        query: () => `/${PLUGIN_ID}/settings/problems`,
        keepUnusedDataFor: 0,
      }),
      getCalltouchContentTypes: build.query<ContentTypeInfo[], void>({
        query: () => `/${PLUGIN_ID}/content-types`,
        keepUnusedDataFor: 0,
      }),
      previewCalltouchLead: build.mutation<Preview, PreviewRequest>({
        query: (data) => ({ url: `/${PLUGIN_ID}/preview`, method: 'POST', data }),
      }),
      getCalltouchForms: build.query<FormInfo[], void>({
        query: () => `/${PLUGIN_ID}/forms`,
        providesTags: ['CalltouchSettings'],
      }),
      getCalltouchEntryDelivery: build.query<Delivery | null, EntryKey>({
        query: (entry) => entryUrl(entry),
        providesTags: (_result, _error, entry) => [
          entryTag(entry),
          { type: 'Document', id: `${entry.contentType}_${entry.documentId}` },
        ],
      }),
      sendCalltouchEntry: build.mutation<SendOneReport, EntryKey>({
        query: (entry) => ({ url: `${entryUrl(entry)}/send`, method: 'POST' }),
        // Also after a refusal: it says that the panel's picture is out of date.
        invalidatesTags: (_result, _error, entry) => [entryTag(entry)],
        async onQueryStarted(entry, { dispatch, queryFulfilled }) {
          const { data } = await queryFulfilled.catch(() => ({ data: null }));
          if (!data) return;
          await dispatch(
            calltouchApi.util.upsertQueryData('getCalltouchEntryDelivery', entry, data.delivery),
          );
        },
      }),
      // Asks nothing: it makes the Content Manager read an entry again that the write-back changed.
      refreshCalltouchDocument: build.mutation<null, EntryKey>({
        queryFn: () => ({ data: null }),
        invalidatesTags: (_result, _error, { contentType, documentId }) => [
          { type: 'Document', id: `${contentType}_${documentId}` },
        ],
      }),
    }),
  });

export const {
  useGetCalltouchSettingsQuery,
  useUpdateCalltouchSettingsMutation,
  useGetCalltouchSettingsProblemsQuery,
  useGetCalltouchContentTypesQuery,
  usePreviewCalltouchLeadMutation,
  useGetCalltouchFormsQuery,
  useGetCalltouchEntryDeliveryQuery,
  useSendCalltouchEntryMutation,
  useRefreshCalltouchDocumentMutation,
} = calltouchApi;
