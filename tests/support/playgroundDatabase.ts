import path from 'node:path';
import Database from 'better-sqlite3';

export interface DeliveryRow {
  id: number;
  entry_id: string;
  status: string;
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
