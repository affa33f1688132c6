import { appendFileSync } from 'node:fs';
import type { DeliveryStatus } from '../../server/src/contracts';

/** What becomes of one lead. */
export interface Journey {
  /** Outcomes of its attempts with their reasons; the same ones in a row count once. */
  attempts: string[];
  status: DeliveryStatus;
  /** How often Calltouch made a lead of it. */
  arrived: number;
  /** Whether an attempt was marked as a possible duplicate. */
  marked: boolean;
}

/** A promise: a lead's journey, or a sentence that the test proves in its own way. */
export type Promised = Journey | string;

const once = (...before: string[]): Journey => ({
  attempts: [...before, 'accepted'],
  status: 'delivered',
  arrived: 1,
  marked: before.some((attempt) => attempt.startsWith('uncertain')),
});
/** Received at the first attempt, which nobody could know. */
const twice = (...before: string[]): Journey => ({ ...once(...before), arrived: 2 });
const refused: Journey = {
  attempts: ['rejected (rejected)'],
  status: 'failed',
  arrived: 0,
  marked: false,
};

/** The databases on which it is proved, as their names stand in the table. */
export const DATABASES = { SQLite: 'sqlite', PostgreSQL: 'postgres', MariaDB: 'mysql' } as const;
const onEach = (fault: string, promised: Promised): Record<string, Promised> =>
  Object.fromEntries(Object.keys(DATABASES).map((name) => [`${fault} (${name})`, promised]));

const statuses = (codes: number[], journey: Journey): Record<string, Journey> =>
  Object.fromEntries(codes.map((code) => [`HTTP ${code}`, journey]));

/** Every fault that the suite brings about, by area, with the outcome that is promised. */
export const FAULTS = {
  network: {
    'connection refused': once('retry (refused)'),
    'name that DNS does not know': once('retry (dns)'),
    'connect timeout: full backlog': once('retry (connectTimeout)'),
    'reset before the body': once('uncertain (reset)'),
    'reset in the body': once('uncertain (reset)'),
    'reset after the body': twice('uncertain (reset)'),
    'silence after the request': twice('uncertain (timeout)'),
    'answer of one byte a second': twice('uncertain (timeout)'),
    'request of one byte a second': once('uncertain (timeout)'),
    'stale keep-alive connection': 'a connection for each lead, each delivered at the first try',
    'TLS to a server without it': once('retry (tls)'),
    'self-signed certificate': once('retry (tls)'),
    'certificate for another name': once('retry (tls)'),
  },
  service: {
    ...statuses([400, 401, 402, 403, 404, 405, 406, 409, 410, 413, 415, 422, 451], refused),
    ...statuses([408, 500, 501, 502, 503, 504, 507, 520, 599], once('uncertain (serverError)')),
    ...statuses([301, 302, 303, 307, 308], once('retry (redirect)')),
    '429 without Retry-After': once('throttled (throttled)'),
    '429, Retry-After in seconds': once('throttled (throttled)'),
    '429, Retry-After as a date': once('throttled (throttled)'),
    '429, Retry-After of nonsense': once('throttled (throttled)'),
    '200 with the documented error': refused,
    '200 with JSON and no requestId': refused,
    '200 with requestId null': refused,
    '200 with requestId 0': refused,
    '200 with a requestId of 19 digits': once(),
    '200 with HTML': once('uncertain (unreadable)'),
    '200, empty': once('uncertain (unreadable)'),
    '200, JSON cut off': twice('uncertain (unreadable)'),
    '200, 100 MB': once('uncertain (unreadable)'),
    'reset within the answer': twice('uncertain (reset)'),
  },
  intake: {
    ...onEach('killed before the form’s commit', 'not acknowledged; sent again, delivered once'),
    ...onEach('killed after the form’s commit, before the move', once()),
    ...onEach('killed within the move', once()),
    ...onEach('killed after the move', once()),
  },
  process: {
    'killed after commit, before the client’s answer': once(),
    'killed after a rate slot was taken': once(),
    'killed in the claim, before its commit': once(),
    'killed after `sending` is committed': once('uncertain (interrupted)'),
    'killed when the connection is ready': once('uncertain (interrupted)'),
    'killed after the request was written': twice('uncertain (interrupted)'),
    'killed after the answer': twice('uncertain (interrupted)'),
    'killed before it settles': twice('uncertain (interrupted)'),
    'killed before the settlement’s commit': twice('uncertain (interrupted)'),
    'killed after the settlement': once(),
    'killed three times with the same lead': {
      attempts: ['uncertain (interrupted)'],
      status: 'failed',
      arrived: 0,
      marked: true,
    },
    'killed with 10,000 leads waiting (SQLite)': 'its lead is taken up within its lease and 5 s',
    'killed with 10,000 leads waiting (PostgreSQL)':
      'its lead is taken up within its lease and 5 s',
    'frozen longer than its lease, with a request under way':
      'the lead is rescued by another process or by itself, and marked',
    'frozen longer than its lease, before the request': once('uncertain (interrupted)'),
    'killed at random': 'nothing lost, nothing doubled unmarked',
    'lost content type': once(),
    'disk full (SQLite)': 'clients are told, what was acknowledged is delivered once',
  },
  database: {
    'connections terminated (PostgreSQL)': once(),
    'connections terminated (MariaDB)': once(),
    'away for some seconds (PostgreSQL)': once(),
    'away for some seconds (MariaDB)': once(),
    'locked by a foreign writer (SQLite)': once(),
    'answer to a give-back lost, and somebody else claims it (PostgreSQL)': once(),
    'answer to a give-back lost, and somebody else claims it (MariaDB)': once(),
    'settlement is a deadlock’s victim (PostgreSQL)': once(),
    'settlement is a deadlock’s victim (MariaDB)': once(),
    'visitor’s transaction is a deadlock’s victim (PostgreSQL)':
      'the visitor is told; nothing acknowledged is lost',
    'visitor’s transaction is a deadlock’s victim (MariaDB)':
      'the visitor is told; nothing acknowledged is lost',
  },
  deployment: {
    'a command that loads Strapi while leads are due':
      'nothing is sent or changed; the next start sends each once',
    'a copied database': 'the site sends each once; the copy nothing until somebody decides',
  },
  clock: {
    'one of two instances an hour ahead': 'all delivered once, at the rate, without a wait',
    'one of two instances an hour behind': 'all delivered once, at the rate, without a wait',
    'clocks of the site’s zone go back': 'moments as the zone shows them; a day of 25 hours',
  },
} satisfies Record<string, Record<string, Promised>>;

export type Area = keyof typeof FAULTS;

/** A journey in words. */
export function words(promised: Promised): string {
  if (typeof promised === 'string') return promised;
  const { attempts, status, arrived, marked } = promised;
  const times =
    ['never arrived', 'arrived once', 'arrived twice'][arrived] ?? `arrived ${arrived}×`;
  return `${attempts.join(', then ')}: ${status}; ${times}${marked ? ', marked' : ''}`;
}

/** What one journey has in common with another in the table: the same attempts in a row are one. */
export function collapsed(attempts: string[]): string[] {
  return attempts.filter((attempt, index) => attempt !== attempts[index - 1]);
}

/**
 * Makes one jest test of each fault of an area, and a row of the table of each test: printed, and
 * appended to the file that `FAULTS_TABLE` names.
 *
 * @param faults those of the area that this file brings about
 * @param see brings a fault about and says what was seen: the promised journey, or, where a sentence
 *   is promised, the figures that prove it; throws where it is not kept
 */
export function testFaults<A extends Area>(
  area: A,
  faults: (keyof (typeof FAULTS)[A] & string)[],
  see: (fault: keyof (typeof FAULTS)[A] & string) => Promise<Promised>,
): void {
  it.each(faults)('%s', async (fault) => {
    const promises: Record<string, Promised> = FAULTS[area];
    const promised = promises[fault]!;
    let seen: Promised = 'not seen: the test broke off';
    try {
      seen = await see(fault);
      if (typeof promised !== 'string') expect(seen).toEqual(promised);
    } finally {
      const row = `| ${area} | ${fault} | ${words(promised)} | ${words(seen)} |\n`;
      process.stdout.write(row);
      if (process.env.FAULTS_TABLE) appendFileSync(process.env.FAULTS_TABLE, row);
    }
  });
}
