import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DELIVERY_STATUSES,
  type DeliverySettings,
  type DeliveryStatus,
  type Overview,
} from '../../server/src/contracts';
import { DEMO_SESSIONS } from '../../demo/visits';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { ADMINISTRATOR, registerAdministrator } from './administrator';
import { freePort } from './freePort';
import {
  BATCHES,
  submissionsOf,
  type Batch,
  type BatchName,
  type Submission,
} from './manySubmissions';
import { moveBack } from './playgroundDatabase';
import { form, settings, site } from './settings';
import { startStrapiProcess, type StrapiProcess } from './startStrapiProcess';
import { waitFor } from './waitFor';

/** A submission that was made. */
export interface MadeSubmission extends Submission {
  documentId: string;
}

/** A Strapi with many deliveries. */
export interface ManyDeliveries {
  /** Serves the admin, and sends: what is asked for is delivered, unless a fault is set. */
  app: StrapiProcess;
  calltouch: LocalCalltouch;
  /** May do everything. */
  administrator: { email: string; password: string };
  /** The administrator's. */
  token: string;
  /** One for each delivery. */
  made: MadeSubmission[];
  /** How many of them have which status. */
  counts: Record<DeliveryStatus, number>;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

/** A lead that is answered must be answered in this time on a busy machine, too. */
const SHORT_TIMEOUT_MS = 8_000;
/** How long those that are being sent stay so. */
const LONG_TIMEOUT_MS = 120_000;
const PATIENCE_MS = 60_000;

/**
 * Starts a Strapi in a process of its own, with 200 deliveries of all statuses, of two forms and two
 * sites, with and without a session: visitors' forms, really sent to a local Calltouch with its
 * faults. Afterwards they are moved back in time, over 30 days, so that there is something to chart;
 * those of the last three days have hardly any session.
 *
 * Those that wait are due in half an hour, and those that are being sent get no answer for two
 * minutes, so that the statuses stay. A result that nobody knows stays `unknown`.
 *
 * @param env what the environment adds; there is no limit of the rate unless it says so
 */
export async function startManyDeliveries(
  env: Record<string, string> = {},
): Promise<ManyDeliveries> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-many-'));
  const databaseFile = path.join(folder, 'data.db');
  const calltouch = await startLocalCalltouch({ sessions: DEMO_SESSIONS, requestsPerSecond: 0 });
  let app: StrapiProcess | undefined;
  const stop = async () => {
    await app?.kill();
    await calltouch.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (timeoutMs: number, more: Record<string, string>) =>
    startStrapiProcess({
      PORT: String(await freePort()),
      DATABASE_FILENAME: databaseFile,
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
      CALLTOUCH_TIMEOUT_MS: String(timeoutMs),
      ...more,
    });

  try {
    app = await start(SHORT_TIMEOUT_MS, {});
    const token = await registerAdministrator(app.url);
    const made = await makeSettled({ url: app.url, token, calltouch });
    await app.terminate();
    moveBack(databaseFile, made);

    app = await start(LONG_TIMEOUT_MS, { SERVE_ADMIN: 'true', ...env });
    const place = { url: app.url, token, calltouch };
    await save(place, {});
    made.push(...(await makeBatch(place, 'underWay')));
    return {
      app,
      calltouch,
      administrator: ADMINISTRATOR,
      token,
      made,
      counts: await statusesOf(place, made),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  url: string;
  token: string;
  calltouch: LocalCalltouch;
}

/** Makes all but what is being sent. */
async function makeSettled(place: Place): Promise<MadeSubmission[]> {
  const made: MadeSubmission[] = [];
  const accepted = submissionsOf('accepted');
  await save(place, {});
  for (const batch of ['skipped', 'noContact'] as const)
    made.push(...(await makeBatch(place, batch)));
  for (const batch of [
    'silent',
    'refusedInText',
    'refusedInJson',
    'serverError',
    'brokenOff',
    'html',
  ] as const) {
    made.push(...(await makeBatch(place, batch)));
    // Answers in between keep the breaker closed, so that all of the next batch is sent.
    const between = await submit(place, accepted.splice(0, 22));
    await arrived(place, between);
    made.push(...between);
  }
  await idle(place);
  await save(place, { onUnknown: 'resend' });
  const deleted = await makeBatch(place, 'deleted');
  // Before their retry, which would deliver them.
  await save(place, { onUnknown: 'resend', paused: true });
  await idle(place);
  for (const entry of deleted) await deleteEntry(place, entry);
  await save(place, { onUnknown: 'resend' });
  made.push(...deleted, ...(await makeBatch(place, 'waiting')));
  await save(place, { onUnknown: 'resend', paused: true });
  made.push(...(await makeBatch(place, 'paused')));
  await idle(place);
  return made;
}

/** Makes a batch with its fault. */
async function makeBatch(place: Place, name: BatchName): Promise<MadeSubmission[]> {
  const { faults } = place.calltouch;
  const batch: Batch = BATCHES[name];
  const submissions = submissionsOf(name);
  const phones = phonesOf(submissions);
  faults.setFault(batch.fault ?? null, { when: ({ params }) => phones.has(params.phoneNumber) });
  const made = await submit(place, submissions);
  if (batch.fault) await arrived(place, made);
  faults.setFault(null);
  return made;
}

/** Sends forms as visitors do, some at once. */
async function submit(place: Place, submissions: Submission[]): Promise<MadeSubmission[]> {
  const made: MadeSubmission[] = [];
  for (let from = 0; from < submissions.length; from += AT_ONCE) {
    const together = submissions.slice(from, from + AT_ONCE);
    made.push(...(await Promise.all(together.map((submission) => submitOne(place, submission)))));
  }
  return made;
}
const AT_ONCE = 8;

async function submitOne({ url }: Place, submission: Submission): Promise<MadeSubmission> {
  const path = submission.contentType === 'api::lead.lead' ? 'leads' : 'bookings';
  const answer = await request(`${url}/api/${path}`, 'POST', { data: submission.data });
  return {
    ...submission,
    documentId: (answer as { data: { documentId: string } }).data.documentId,
  };
}

function phonesOf(submissions: Submission[]): Set<string | undefined> {
  return new Set(submissions.map(({ data }) => data.phone));
}

/** Waits until each has been sent once. */
async function arrived({ calltouch }: Place, submissions: Submission[]): Promise<void> {
  await waitFor(
    'all leads at Calltouch',
    () => {
      const there = new Set(calltouch.arrivals.map(({ params }) => params.phoneNumber));
      return [...phonesOf(submissions)].every((phone) => there.has(phone ?? ''));
    },
    PATIENCE_MS,
  );
}

/** Waits until nothing is being sent. */
async function idle(place: Place): Promise<void> {
  const isIdle = async () => (await overviewOf(place)).counts.sending === 0;
  await waitFor('the sender to be idle', isIdle, PATIENCE_MS);
}

/** @throws where the server counts other statuses than were meant */
async function statusesOf(
  place: Place,
  made: MadeSubmission[],
): Promise<Record<DeliveryStatus, number>> {
  const meant = Object.fromEntries(
    DELIVERY_STATUSES.map((name) => [name, made.filter(({ status }) => status === name).length]),
  ) as Record<DeliveryStatus, number>;
  const { counts } = await overviewOf(place);
  for (const status of DELIVERY_STATUSES) {
    if (counts[status] !== meant[status]) {
      throw new Error(`Meant ${JSON.stringify(meant)}, but made ${JSON.stringify(counts)}`);
    }
  }
  return meant;
}

async function overviewOf({ url, token }: Place): Promise<Overview> {
  return (await request(`${url}/calltouch/overview?days=1`, 'GET', undefined, token)) as Overview;
}

async function save({ url, token }: Place, delivery: Partial<DeliverySettings>): Promise<void> {
  const document = settings(
    [
      form({
        site: null,
        condition: { kind: { $in: ['order', 'callback'] } },
        writeBack: { utmSource: 'utmSource', city: 'sessionCity' },
      }),
      form({
        contentType: 'api::booking.booking',
        site: 'shop',
        fields: { subject: 'Запись на замер', fio: '{{ name }}', phoneNumber: '{{ phone }}' },
        writeBack: { requestId: 'calltouchRequestId', status: 'leadStatus' },
      }),
    ],
    { onUnknown: 'hold', ...delivery },
    [
      site(),
      site({
        key: 'shop',
        name: 'shop.example.ru',
        siteId: '18991',
        modId: 'shop1234',
        hosts: ['shop.example.ru'],
      }),
    ],
  );
  await request(`${url}/calltouch/settings`, 'PUT', document, token);
}

async function deleteEntry({ url, token }: Place, entry: MadeSubmission): Promise<void> {
  const path = `content-manager/collection-types/${entry.contentType}/${entry.documentId}`;
  await request(`${url}/${path}`, 'DELETE', undefined, token);
}

async function request(
  url: string,
  method: string,
  body?: unknown,
  token?: string,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
