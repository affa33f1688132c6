/** Every request of the admin: the only file with URLs. */
import { adminApi } from '@strapi/strapi/admin';
import type {
  AdoptRequest,
  BulkEstimate,
  BulkProgress,
  BulkReport,
  CancelOneReport,
  CancelReport,
  CheckPageRequest,
  CheckUp,
  ContentTypeInfo,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  EntryStatuses,
  FormInfo,
  Health,
  Overview,
  PageCheck,
  Preview,
  PreviewRequest,
  SendOneReport,
  Settings,
  SettingsError,
  SiteInfo,
  TestLeadRequest,
  TestLeadResult,
} from '../../server/src/contracts';
import { PLUGIN_ID } from '../../server/src/contracts';

/** An entry of the Content Manager. */
export interface EntryKey {
  contentType: string;
  documentId: string;
}

/** Which deliveries a request for many is about. */
export type Selection = { ids: number[] } | { filter: DeliveryFilter };

/** A delivery with so many of its newest attempts; with all of them if left out. */
export interface DeliveryKey {
  id: number;
  attempts?: number;
}

/** As many as fit beside an entry. */
const PANEL_ATTEMPTS = 10;

/** Entries of one content type, e.g. the rows of a list. */
export interface EntryKeys {
  contentType: string;
  documentIds: string[];
}

/** The query of the list: a filter, and which page of it in which order. */
export interface DeliveryListQuery extends DeliveryFilter {
  page?: number;
  pageSize?: number;
  /** e.g. `submittedAt:desc` */
  sort?: string;
}

/** A query as its address has it: lists by commas, nothing empty. */
function paramsOf(query: DeliveryListQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== '' && value !== null)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

/** Address of the export; whoever fetches it must send the administrator's token along. */
export function exportUrl(filter: DeliveryFilter): string {
  return `/${PLUGIN_ID}/deliveries/export?${new URLSearchParams(paramsOf(filter)).toString()}`;
}

function entryPath({ contentType, documentId }: EntryKey): string {
  return `entries/${[contentType, documentId].map(encodeURIComponent).join('/')}`;
}

/** A request that lets the server do something. */
function post(path: string, data?: object) {
  return { url: `/${PLUGIN_ID}/${path}`, method: 'POST' as const, data };
}

/** What shows deliveries, in lists and beside entries. */
const OF_DELIVERIES = ['CalltouchDelivery', 'CalltouchEntry'] as const;

function entryTag({ contentType, documentId }: EntryKey) {
  return { type: 'CalltouchEntry' as const, id: `${contentType}_${documentId}` };
}

/** The endpoints; the queries are used by way of `queries.ts`. */
export const calltouchApi = adminApi
  .enhanceEndpoints({
    // "Document" is the Content Manager's: a saved or published entry may have a new delivery.
    addTagTypes: [
      'CalltouchSettings',
      'CalltouchEntry',
      'CalltouchDelivery',
      'CalltouchHealth',
      'Document',
    ],
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
        query: (data) => post('preview', data),
      }),
      getCalltouchForms: build.query<FormInfo[], void>({
        query: () => `/${PLUGIN_ID}/forms`,
        providesTags: ['CalltouchSettings'],
      }),
      getCalltouchEntryDelivery: build.query<Delivery | null, EntryKey>({
        // Asked again and again: not for the whole history, and not for what was sent and answered.
        query: (entry) => ({
          url: `/${PLUGIN_ID}/${entryPath(entry)}`,
          config: { params: { attempts: PANEL_ATTEMPTS, bodies: false } },
        }),
        providesTags: (_result, _error, entry) => [
          entryTag(entry),
          { type: 'Document', id: `${entry.contentType}_${entry.documentId}` },
        ],
      }),
      sendCalltouchEntry: build.mutation<SendOneReport, EntryKey>({
        query: (entry) => post(`${entryPath(entry)}/send`),
        // Also after a refusal: it says that what is shown is out of date. Lists of entries have the
        // tag without an id, which the tag of one entry would leave alone.
        invalidatesTags: OF_DELIVERIES,
        async onQueryStarted(entry, { dispatch, queryFulfilled }) {
          const { data } = await queryFulfilled.catch(() => ({ data: null }));
          if (!data) return;
          await dispatch(
            calltouchApi.util.upsertQueryData('getCalltouchEntryDelivery', entry, data.delivery),
          );
        },
      }),
      getCalltouchSites: build.query<SiteInfo[], void>({
        query: () => `/${PLUGIN_ID}/sites`,
        providesTags: ['CalltouchSettings'],
      }),
      getCalltouchDeliveries: build.query<DeliveryPage, DeliveryListQuery>({
        query: (query) => ({
          url: `/${PLUGIN_ID}/deliveries`,
          config: { params: paramsOf(query) },
        }),
        providesTags: ['CalltouchDelivery'],
      }),
      getCalltouchDelivery: build.query<Delivery, DeliveryKey>({
        query: ({ id, attempts }) => ({
          url: `/${PLUGIN_ID}/deliveries/${id}`,
          ...(attempts !== undefined && { config: { params: { attempts } } }),
        }),
        providesTags: ['CalltouchDelivery'],
      }),
      resendCalltouchDelivery: build.mutation<SendOneReport, number>({
        query: (id) => post(`deliveries/${id}/resend`),
        invalidatesTags: OF_DELIVERIES,
      }),
      cancelCalltouchDelivery: build.mutation<CancelOneReport, number>({
        query: (id) => post(`deliveries/${id}/cancel`),
        invalidatesTags: OF_DELIVERIES,
      }),
      estimateCalltouchResend: build.mutation<BulkEstimate, Selection>({
        query: (selection) => post('deliveries/resend', { ...selection, dryRun: true }),
      }),
      resendCalltouchDeliveries: build.mutation<BulkReport, Selection>({
        query: (data) => post('deliveries/resend', data),
        invalidatesTags: OF_DELIVERIES,
      }),
      estimateCalltouchCancel: build.mutation<CancelReport, Selection>({
        query: (selection) => post('deliveries/cancel', { ...selection, dryRun: true }),
      }),
      cancelCalltouchDeliveries: build.mutation<CancelReport, Selection>({
        query: (data) => post('deliveries/cancel', data),
        invalidatesTags: OF_DELIVERIES,
      }),
      getCalltouchBulk: build.query<BulkProgress, string>({
        query: (bulkId) => `/${PLUGIN_ID}/bulks/${encodeURIComponent(bulkId)}`,
        keepUnusedDataFor: 0,
      }),
      getCalltouchEntryStatuses: build.query<EntryStatuses, EntryKeys>({
        query: ({ contentType, documentIds }) => ({
          url: `/${PLUGIN_ID}/entries/${encodeURIComponent(contentType)}`,
          config: { params: { documentIds: documentIds.join(',') } },
        }),
        providesTags: ['CalltouchEntry'],
      }),
      estimateCalltouchEntries: build.mutation<BulkEstimate, EntryKeys>({
        query: ({ contentType, documentIds }) =>
          post(`entries/${encodeURIComponent(contentType)}/send`, { documentIds, dryRun: true }),
      }),
      sendCalltouchEntries: build.mutation<BulkReport, EntryKeys>({
        query: ({ contentType, documentIds }) =>
          post(`entries/${encodeURIComponent(contentType)}/send`, { documentIds }),
        invalidatesTags: OF_DELIVERIES,
      }),
      getCalltouchOverview: build.query<Overview, number>({
        query: (days) => ({
          url: `/${PLUGIN_ID}/overview`,
          config: { params: { days } },
        }),
        providesTags: ['CalltouchDelivery'],
      }),
      getCalltouchCheckUp: build.query<CheckUp, void>({
        query: () => `/${PLUGIN_ID}/check-up`,
        keepUnusedDataFor: 0,
        providesTags: ['CalltouchSettings'],
      }),
      getCalltouchHealth: build.query<Health, void>({
        query: () => `/${PLUGIN_ID}/health`,
        providesTags: ['CalltouchHealth'],
      }),
      adoptCalltouchDatabase: build.mutation<Health, AdoptRequest>({
        query: (data) => post('health/adopt', data),
        // Also after a refusal: somebody else has decided.
        invalidatesTags: ['CalltouchHealth', 'CalltouchSettings', ...OF_DELIVERIES],
      }),
      sendCalltouchTestLead: build.mutation<TestLeadResult, TestLeadRequest>({
        query: (data) => post('test-lead', data),
      }),
      checkCalltouchPage: build.mutation<PageCheck, CheckPageRequest>({
        query: (data) => post('check-page', data),
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
  useUpdateCalltouchSettingsMutation,
  usePreviewCalltouchLeadMutation,
  useSendCalltouchEntryMutation,
  useResendCalltouchDeliveryMutation,
  useCancelCalltouchDeliveryMutation,
  useEstimateCalltouchResendMutation,
  useResendCalltouchDeliveriesMutation,
  useEstimateCalltouchCancelMutation,
  useCancelCalltouchDeliveriesMutation,
  useEstimateCalltouchEntriesMutation,
  useSendCalltouchEntriesMutation,
  useAdoptCalltouchDatabaseMutation,
  useSendCalltouchTestLeadMutation,
  useCheckCalltouchPageMutation,
  useRefreshCalltouchDocumentMutation,
} = calltouchApi;

/** For code outside of React's components. */
export const { getCalltouchForms } = calltouchApi.endpoints;
