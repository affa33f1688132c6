import http from 'node:http';
import axios from 'axios';
import { Pool } from 'pg';

/** The job of a rival's queue: what the plugin keeps in its outbox. */
export interface Job {
  entryId: string;
  lead: Record<string, string>;
}

/** The lead of an entry, the same for all who compete. */
export function jobOf(entryId: string): Job {
  return {
    entryId,
    lead: {
      subject: 'Заявка с сайта',
      fio: 'Посетитель',
      phoneNumber: '79201234567',
      email: 'visitor@example.ru',
      comment: 'Здравствуйте! Сколько стоят два окна с установкой? Перезвоните после шести.',
      requestDate: '01.11.2026 10:00:00',
      requestNumber: `lead-${entryId}`,
    },
  };
}

/** Rows that the plugin keeps of a delivered lead: the delivery, its attempt, and the entry. */
const TABLES = `
  create table entries (document_id text primary key, request_id text, status text, source text);
  create table results (
    id bigserial primary key, entry_id text not null unique, status text not null, lead text not null,
    result text, request_id text, phone text, email text, delivered_at bigint
  );
  create table attempts (
    id bigserial primary key, entry_id text not null, started_at bigint, duration_ms int,
    http_status int, outcome text, request text, response text
  );`;

/** The one job that every queue is given to do, by the usual means. */
export interface Work {
  pool: Pool;
  /** Sends the lead by axios on kept connections, and stores the answer in one transaction. */
  perform(job: Job): Promise<void>;
  /** Creates the tables. */
  prepare(): Promise<void>;
  /** Empties them, and puts in so many entries; returns their ids. */
  entries(count: number): Promise<string[]>;
  stored(): Promise<number>;
}

export function createWork(serviceUrl: string, database: string, concurrency: number): Work {
  const pool = new Pool({ connectionString: database, max: concurrency + 2 });
  const client = axios.create({
    httpAgent: new http.Agent({ keepAlive: true, maxSockets: concurrency }),
    proxy: false,
    timeout: 15_000,
  });
  return {
    pool,

    async perform({ entryId, lead }) {
      const startedAt = Date.now();
      const { status, data } = await client.post<{ requestId: number; session: object }>(
        `${serviceUrl}/calls-service/RestAPI/requests/18990/register/`,
        new URLSearchParams(lead).toString(),
        { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } },
      );
      const requestId = String(data.requestId);
      const connection = await pool.connect();
      try {
        await connection.query('begin');
        await connection.query(
          `insert into results (entry_id, status, lead, result, request_id, phone, email, delivered_at)
           values ($1, 'delivered', $2, $3, $4, $5, $6, $7)`,
          [
            entryId,
            JSON.stringify(lead),
            JSON.stringify(data.session),
            requestId,
            lead.phoneNumber,
            lead.email,
            Date.now(),
          ],
        );
        await connection.query(
          `insert into attempts (entry_id, started_at, duration_ms, http_status, outcome, request, response)
           values ($1, $2, $3, $4, 'accepted', $5, $6)`,
          [
            entryId,
            startedAt,
            Date.now() - startedAt,
            status,
            JSON.stringify(lead),
            JSON.stringify(data),
          ],
        );
        await connection.query(
          `update entries set request_id = $2, status = 'delivered' where document_id = $1`,
          [entryId, requestId],
        );
        await connection.query('commit');
      } finally {
        connection.release();
      }
    },

    prepare: async () => void (await pool.query(TABLES)),

    async entries(count) {
      await pool.query('truncate entries, results, attempts');
      const { rows } = await pool.query<{ document_id: string }>(
        `insert into entries select md5(random()::text || n) from generate_series(1, $1::int) n
         returning document_id`,
        [count],
      );
      return rows.map((row) => row.document_id);
    },

    async stored() {
      const { rows } = await pool.query<{ count: string }>('select count(*) from results');
      return Number(rows[0]?.count);
    },
  };
}

/** Does something for each item, so many at a time. */
export async function eachOf<T>(
  items: T[],
  concurrency: number,
  task: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await task(items[next++] as T);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
