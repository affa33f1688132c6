import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { createCalltouchApi } from './adapters/calltouchApi';
import { databaseClock } from './adapters/databaseClock';
import { createDeliveryQueries } from './adapters/deliveryQueries';
import { createEntries } from './adapters/entries';
import { createErasure } from './adapters/erasure';
import { announce } from './adapters/events';
import { subscribe } from './adapters/hooks';
import { keepTables } from './adapters/keepTables';
import { createOutbox } from './adapters/outbox';
import { readOverview } from './adapters/overview';
import { previewLead } from './adapters/preview';
import { requestResend } from './adapters/resend';
import { sendEntry, sentOf } from './adapters/sendEntry';
import { createSettingsStore } from './adapters/settings';
import { createSlotRing } from './adapters/slotRing';
import { createSubmissions } from './adapters/submissions';
import { eraseFinished } from './adapters/retention';
import { createSweep } from './adapters/sweep';
import type { PluginConfig } from './config';
import { startUpkeep, type Upkeep } from './delivery/upkeep';
import { startSender, type Sender } from './delivery/sender';
import { setRuntime } from './runtime';

/** Beyond the longest request: time to settle, and a second for whoever takes over. */
const LEASE_MARGIN_MS = 5_000;
const POLL_MS = 1_000;
const UPKEEP_PAUSE_MS = 60_000;
/** Requests under way at once where no rate is kept. */
const UNLIMITED_CONCURRENCY = 8;

/** Builds everything that touches the world and starts the sending. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const config = strapi.config.get<PluginConfig>('plugin::calltouch');
  const onError = (error: unknown) => {
    // Messages of drivers may quote a row's values; the stack's own lines do not.
    const name = error instanceof Error ? error.name : typeof error;
    const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
    const where = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1, 4) : [];
    strapi.log.error(`[calltouch] ${name}${code} at ${where.join(' < ')}`);
  };
  await keepTables(strapi);

  const momentIn = databaseClock(strapi);
  const outbox = createOutbox(strapi, momentIn);
  let sender: Sender | null = null;
  let upkeep: Upkeep | null = null;
  const wake = () => sender?.wake();
  const settings = await createSettingsStore(strapi, onError, async () => {
    await outbox.hastenPostponed();
    wake();
  });
  const queries = createDeliveryQueries(strapi);
  const submissions = createSubmissions(strapi, settings, config, momentIn, wake, onError);
  const unsubscribe = subscribe(
    strapi,
    settings,
    submissions,
    createErasure(strapi, momentIn),
    onError,
    () => upkeep?.hasten(),
  );
  const monotonicMs = () => performance.now();
  const leaseMs = config.timeoutMs + LEASE_MARGIN_MS;

  if (config.worker) {
    const { egress, requestsPerSecond } = config;
    const ring =
      requestsPerSecond === 0
        ? null
        : await createSlotRing(strapi, momentIn, { egress, size: requestsPerSecond, leaseMs });
    sender = startSender(
      {
        outbox,
        calltouch: createCalltouchApi({ ...config, monotonicMs }),
        entries: createEntries(strapi, settings, config),
        settings: () => settings.current(),
        now: () => Date.now(),
        random: () => Math.random(),
        sleep: (forMs) => new Promise((resolve) => setTimeout(resolve, forMs)),
        finished: (claimed, end) => announce(strapi, { ...claimed, ...end }, onError),
      },
      {
        ring,
        concurrency: ring ? requestsPerSecond : UNLIMITED_CONCURRENCY,
        leaseMs,
        sendWindowMs: config.timeoutMs,
        silentSlotMs: LEASE_MARGIN_MS,
        pollMs: POLL_MS,
        monotonicMs,
        onError,
      },
    );
    const sweep = createSweep(strapi, settings, submissions);
    const tend = async () => {
      await sweep(Date.now());
      await eraseFinished(strapi, momentIn, settings.current().delivery.retentionDays);
    };
    upkeep = startUpkeep(tend, UPKEEP_PAUSE_MS, onError);
  }

  const sendingContext = { strapi, settings, submissions, queries, momentIn, wake };
  setRuntime(strapi, {
    settings,
    queries,
    overview: () => readOverview(strapi, momentIn, Date.now()),
    preview: (request) => previewLead(strapi, settings, queries, config, request, Date.now()),
    sendEntry: (contentType, documentId, requestedBy) =>
      sendEntry(sendingContext, contentType, documentId, requestedBy),
    async resend(id, requestedBy) {
      const report = await requestResend(strapi, momentIn, { ids: [id] }, requestedBy);
      wake();
      return sentOf(report, await queries.one(id));
    },
    async resendMany(selection, requestedBy) {
      const report = await requestResend(strapi, momentIn, selection, requestedBy);
      wake();
      return report;
    },
    async stop() {
      unsubscribe();
      settings.stop();
      await upkeep?.stop();
      await sender?.stop();
    },
  });
}
