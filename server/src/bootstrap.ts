import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { adoptDatabase } from './deployment/adopt';
import { createBeforeCommit } from './entries/beforeCommit';
import { createBulks } from './operations/bulks';
import { createCalltouchApi } from './calltouch/calltouchApi';
import { readCheckUp } from './operations/readCheckUp';
import { checkPage } from './operations/checkPage';
import { clientScriptUrl, createClientScript } from './capture/clientScript';
import { databaseClock } from './outbox/databaseClock';
import { createDeliveryQueries } from './outbox/readDeliveries';
import { createDeployment, onceServing } from './deployment/owner';
import { createEntries } from './entries/renderAgain';
import { createErasure } from './outbox/eraseDeleted';
import { announce } from './operations/announce';
import { readHealth } from './deployment/readHealth';
import { subscribe } from './entries/hooks';
import { createFillReasonCodes, prepareTables } from './outbox/prepareTables';
import { createLateSessions } from './intake/lateSessions';
import { createOutbox } from './outbox/outbox';
import { readOverview } from './operations/readOverview';
import { previewLead } from './operations/preview';
import { resendOne, sendEntry } from './operations/sendEntry';
import { createReporter } from './sending/errorLog';
import { createSettingsStore } from './settings/settingsStore';
import { createSlotRing } from './rate/slotRing';
import { createSubmissions } from './entries/submissions';
import { eraseFinished } from './outbox/eraseOld';
import { createSweep } from './entries/sweep';
import type { PluginConfig } from './config';
import type { AdoptRequest } from './contracts';
import { startIntakeMover, type IntakeMover } from './intake/intakeMover';
import { createIntake } from './intake/moveIntake';
import { queriesSeeing, seeingIntake } from './intake/seeingIntake';
import { keptBackReason } from './deployment/standing';
import type { DeliverPorts } from './sending/ports';
import { createPace, SLOT_LEASE_MS } from './rate/pace';
import { sendTestLead } from './operations/sendTestLead';
import { mayConnect } from './page/publicAddress';
import { startUpkeep, type Upkeep } from './sending/upkeep';
import { startRescuer } from './sending/rescuer';
import { startSender, type Sender } from './sending/sender';
import { setRuntime } from './runtime';

/** Beyond the longest request: time to settle, and a second for whoever takes over. */
const LEASE_MARGIN_MS = 5_000;
/** How soon an instance sends what another one only enqueued; docs/design.md says why it is a poll. */
const POLL_MS = 250;
const UPKEEP_PAUSE_MS = 60_000;
/** How soon after its lease a delivery is taken up whose instance died: a look at an index. */
const RESCUE_PAUSE_MS = 1_000;
/** Requests under way at once where no rate is kept. */
const UNLIMITED_CONCURRENCY = 8;

/** Builds everything that touches the world. What works in the background begins when Strapi serves. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const config = strapi.config.get<PluginConfig>('plugin::calltouch');
  const onError = createReporter(strapi, () => performance.now());
  await prepareTables(strapi);

  const monotonicMs = () => performance.now();
  const momentIn = databaseClock(strapi);
  let sender: Sender | null = null;
  let rescuer: Pick<Upkeep, 'stop'> | null = null;
  let upkeep: Upkeep | null = null;
  let mover: IntakeMover | null = null;
  const wake = () => sender?.wake();
  const unsure = (error: unknown) => onError('see whose database this is', error);
  const deployment = createDeployment(strapi, momentIn, config, unsure, () => {
    wake();
    upkeep?.hasten();
  });
  const keptBack = () => keptBackReason(config.send, deployment.standing());
  const outbox = createOutbox({
    strapi,
    momentIn,
    ifOurs: (query) => deployment.ifOurs(query),
  });
  const settings = await createSettingsStore(
    strapi,
    (error) => onError('read the settings', error),
    async () => {
      await outbox.hastenPostponed();
      wake();
    },
  );
  const intake = createIntake(strapi, momentIn, onError);
  const queries = queriesSeeing(
    intake,
    createDeliveryQueries(strapi, monotonicMs, () =>
      settings.current().delivery.paused
        ? (keptBack() ?? { code: 'paused', values: {}, text: null })
        : keptBack(),
    ),
  );
  const submissions = createSubmissions({
    strapi,
    settings,
    config,
    momentIn,
    intake,
    takenIn: () => mover?.wake(),
    wake,
    onError,
  });
  const beforeCommit = createBeforeCommit(strapi);
  const erasure = createErasure(strapi, momentIn, intake, onError);
  const unsubscribe = subscribe(strapi, settings, submissions, erasure, beforeCommit, onError, () =>
    upkeep?.hasten(),
  );
  const every = (periodMs: number, work: () => void) => {
    const timer = setInterval(work, periodMs);
    return () => clearInterval(timer);
  };
  // Also where no worker is: it is this instance that knows.
  const stopErasing = every(UPKEEP_PAUSE_MS, () => void erasure.again());
  const leaseMs = config.timeoutMs + LEASE_MARGIN_MS;

  const { egress, requestsPerSecond } = config;
  const calltouch = createCalltouchApi(config);
  const pace =
    requestsPerSecond === 0
      ? null
      : createPace(
          await createSlotRing(strapi, momentIn, {
            egress,
            size: requestsPerSecond,
            leaseMs: SLOT_LEASE_MS,
            monotonicMs,
          }),
          requestsPerSecond,
          // It may start so long after it was asked for, and last so long again.
          { longestMs: 2 * config.timeoutMs, monotonicMs, every, onError },
        );
  const now = () => Date.now();
  const sleep = (forMs: number) => setTimeout(forMs);

  const senderPorts: DeliverPorts = {
    outbox,
    calltouch,
    entries: createEntries(strapi, settings, config),
    settings: () => settings.current(),
    now,
    random: () => Math.random(),
    sleep,
    onError,
    finished: (claimed, end) => announce(strapi, { ...claimed, ...end }, onError),
  };
  const sweep = createSweep(strapi, settings, submissions, intake);
  const sweepOurs = async () => {
    const { kind } = deployment.standing();
    // What another deployment noted of its entries says nothing of ours.
    if (kind === 'ours' || kind === 'off') await sweep(Date.now());
  };
  const eraseByAge = () =>
    eraseFinished(strapi, momentIn, settings.current().delivery.retentionDays);
  const told = (doing: string, work: () => Promise<unknown>) => async () => {
    await work().catch((error: unknown) => onError(doing, error));
  };
  let isStopped = false;
  const begin = async () => {
    // A database that is away is asked again and again; until then nothing is sent.
    await deployment.begin().catch(unsure);
    if (isStopped) return;
    mover = startIntakeMover(intake, wake, onError, monotonicMs);
    if (!config.worker) return;
    upkeep = startUpkeep(
      [
        told('bring rows of older versions up to date', createFillReasonCodes(strapi)),
        told('look for entries that no hook saw', sweepOurs),
        told('erase what is old', eraseByAge),
      ],
      UPKEEP_PAUSE_MS,
      (error) => onError('look after the outbox', error),
    );
    if (config.send === 'never') return;
    sender = startSender(senderPorts, {
      pace,
      concurrency: pace ? 2 * requestsPerSecond : UNLIMITED_CONCURRENCY,
      leaseMs,
      sendWindowMs: config.timeoutMs,
      pollMs: POLL_MS,
      monotonicMs,
    });
    rescuer = startRescuer(senderPorts, RESCUE_PAUSE_MS);
  };
  let begun = Promise.resolve();

  const sendingContext = { strapi, settings, submissions, queries, momentIn, wake };
  setRuntime(strapi, {
    settings,
    queries,
    clientScript: createClientScript(() => settings.current()),
    takeSession: createLateSessions({ ...sendingContext, config, intake, onError }),
    preview: (request) => previewLead(strapi, settings, queries, config, request, now()),
    bulks: seeingIntake(intake, createBulks(sendingContext, requestsPerSecond)),
    ...seeingIntake(intake, {
      overview: (days: number) => {
        const context = { settings: settings.current(), egress, requestsPerSecond };
        return readOverview(strapi, momentIn, context, days, now());
      },
      sendEntry: (contentType: string, documentId: string, requestedBy: string | null) =>
        sendEntry(sendingContext, contentType, documentId, requestedBy),
      resend: (id: number, requestedBy: string | null) =>
        resendOne(sendingContext, id, requestedBy),
      checkUp: () => readCheckUp(strapi, settings, keptBack(), now()),
      health: async () => {
        await deployment.look();
        const { paused } = settings.current().delivery;
        return readHealth(strapi, momentIn, intake, { keptBack: keptBack(), paused });
      },
      adopt: (as: AdoptRequest['as'], person: string) =>
        adoptDatabase(sendingContext, deployment, as, person),
    }),
    checkPage: ({ url }) => checkPage(url, settings.current(), clientScriptUrl(strapi), mayConnect),
    testLead: async (request, person) => {
      if (config.send === 'never') return { kind: 'never' };
      return sendTestLead(
        { pace, calltouch, now, sleep, monotonicMs, random: () => Math.random() },
        settings.current(),
        request,
        { person, sendWindowMs: config.timeoutMs },
      );
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      stopErasing();
      beforeCommit.stop();
      settings.stop();
      deployment.stop();
      await begun;
      await mover?.stop();
      await upkeep?.stop();
      await rescuer?.stop();
      await sender?.stop();
    },
  });

  const start = () => {
    begun = begin();
  };
  if (config.send === 'always') start();
  else onceServing(strapi, start);
}
