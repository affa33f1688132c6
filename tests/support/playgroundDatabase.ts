import path from 'node:path';
import Database from 'better-sqlite3';

export interface DeliveryRow {
  id: number;
  entry_id: string;
  status: string;
  reason_code: string | null;
  attempt_count: number;
  possible_duplicate: number;
  request_number: string;
}

export interface AttemptRow {
  delivery_id: number;
  sequence: number;
  possible_duplicate: number;
  outcome: string;
}

/** Reads the outbox of a Strapi that is stopped. */
export function readOutbox(filename: string): {
  deliveries: DeliveryRow[];
  attempts: AttemptRow[];
} {
  const database = new Database(path.resolve(filename), { readonly: true });
  try {
    return {
      deliveries: database.prepare('select * from calltouch_deliveries').all() as DeliveryRow[],
      attempts: database
        .prepare('select * from calltouch_attempts order by delivery_id, sequence')
        .all() as AttemptRow[],
    };
  } finally {
    database.close();
  }
}

/** Puts rows into the outbox as they are, also while Strapi runs. */
export function insertRows(filename: string, rows: Record<string, unknown>[]): void {
  const database = new Database(path.resolve(filename));
  try {
    database.transaction(() => {
      for (const row of rows) {
        const names = Object.keys(row);
        const values = Object.values(row).map((value) =>
          typeof value === 'boolean' ? Number(value) : value,
        );
        database
          .prepare(
            `insert into calltouch_deliveries (${names.join()}) values (${names.map(() => '?').join()})`,
          )
          .run(values);
      }
    })();
  } finally {
    database.close();
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HALF_HOUR_MS = 30 * 60 * 1000;

/**
 * Moves deliveries back in time, and what waits to half an hour from now, in the outbox of a Strapi
 * that is stopped.
 */
export function moveBack(
  filename: string,
  entries: { documentId: string; daysAgo: number }[],
): void {
  const database = new Database(path.resolve(filename));
  const moveDelivery = database.prepare(
    `update calltouch_deliveries set ${DELIVERY_MOMENTS.map((name) => `${name} = ${name} - @ms`).join()}
     where entry_id = @documentId`,
  );
  const moveAttempts = database.prepare(
    `update calltouch_attempts set started_at = started_at - @ms where delivery_id in
       (select id from calltouch_deliveries where entry_id = @documentId)`,
  );
  const postpone = database.prepare(
    "update calltouch_deliveries set next_attempt_at = ? where status = 'pending'",
  );
  try {
    database.transaction(() => {
      for (const { documentId, daysAgo } of entries) {
        moveDelivery.run({ documentId, ms: daysAgo * DAY_MS });
        moveAttempts.run({ documentId, ms: daysAgo * DAY_MS });
      }
      postpone.run(Date.now() + HALF_HOUR_MS);
    })();
  } finally {
    database.close();
  }
}

/**
 * Ends a rest that Calltouch has asked for, also while Strapi runs. What waits goes on waiting, that
 * which had not been tried as well.
 */
export function endRest(filename: string): void {
  const database = new Database(path.resolve(filename));
  try {
    database
      .prepare("update calltouch_deliveries set next_attempt_at = ? where status = 'pending'")
      .run(Date.now() + HALF_HOUR_MS);
    database.prepare('update calltouch_slots set frozen_until = 0').run();
  } finally {
    database.close();
  }
}

const DELIVERY_MOMENTS = [
  'submitted_at',
  'claimed_at',
  'due_since',
  'delivered_at',
  'finished_at',
  'erased_at',
];
