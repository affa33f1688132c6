import { createHash } from 'node:crypto';
import http from 'node:http';
import axios from 'axios';
import { Pool } from 'pg';
import { eachOf, jobOf } from './work';

const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

const INSERT = `
  insert into calltouch_deliveries (content_type, entry_id, site_key, status, priority, trigger_kind,
    render_anew, attempt_count, retry_count, crash_count, possible_duplicate, entry_deleted,
    submitted_at, request_number, lead, capture, warnings, phone, email, has_session, due_since,
    next_attempt_at)
  values ('api::lead.lead', $1, 'main', 'pending', 0, 'automatic', false, 0, 0, 0, false, false, $2,
    $3, $4, '{}', '[]', '79201234567', 'visitor@example.ru', false, ${NOW}, ${NOW})
  on conflict (content_type, entry_id) do nothing returning id`;

const CLAIM = `
  update calltouch_deliveries set status = 'sending', attempt_count = attempt_count + 1,
    claim_number = coalesce(claim_number, 0) + 1, claimed_at = ${NOW}, due_since = case when retry_count = 0 then ${NOW} else due_since end,
    lease_until = ${NOW} + 20000, next_attempt_at = null
  where id = (select id from calltouch_deliveries where status = 'pending' and
    next_attempt_at <= ${NOW} order by priority, next_attempt_at, id limit 1 for update skip locked)
  returning *`;

const SETTLE = `
  update calltouch_deliveries set status = 'delivered', priority = 0, reason = null, retry_count = 0,
    crash_count = 0, possible_duplicate = false, lease_until = null, next_attempt_at = null,
    finished_at = ${NOW}, result = $3, request_id = $4, delivered_at = ${NOW}
  where id = $1 and status = 'sending' and coalesce(claim_number, 0) = $2 and entry_deleted = false`;

const ATTEMPT = `
  insert into calltouch_attempts (delivery_id, site_key, sequence, trigger_kind, possible_duplicate,
    started_at, duration_ms, http_status, outcome, request_id, request, response)
  values ($1, 'main', $2, 'automatic', false, $3, $4, 200, 'accepted', $5, $6, $7)
  on conflict (delivery_id, sequence) do nothing`;

const WRITE_BACK = `
  update leads set calltouch_status = 'delivered', calltouch_request_id = $2
  where document_id = $1`;

/** What the process of the loop is told. */
export interface LoopOrder {
  serviceUrl: string;
  database: string;
  concurrency: number;
}

/**
 * The plugin's statements and nothing else, as a program would that was written for this one purpose:
 * what is left of the difference is the price of knex, of Strapi's query layer and of the plugin.
 */
async function main(): Promise<void> {
  const { serviceUrl, database, concurrency } = JSON.parse(
    process.env.BENCH_ORDER ?? '',
  ) as LoopOrder;
  const pool = new Pool({ connectionString: database, max: concurrency * 2 });
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: concurrency });

  process.on('message', ({ ids }: { ids: string[] }) => {
    void round(ids).then((result) => process.send?.(result));
  });
  process.send?.('ready');

  async function enqueue(id: string): Promise<void> {
    const job = jobOf(id);
    await transaction(async (query) => {
      await query(INSERT, [id, Date.now(), job.lead.requestNumber, JSON.stringify(job.lead)]);
    });
  }

  async function deliverNext(): Promise<boolean> {
    const claimed = await pool.query<Claimed>(CLAIM);
    const row = claimed.rows[0];
    if (!row) return false;
    const startedAt = Date.now();
    const { data } = await axios.post<string>(
      `${serviceUrl}/calls-service/RestAPI/requests/18990/register/`,
      new URLSearchParams(JSON.parse(row.lead) as Record<string, string>).toString(),
      {
        httpAgent,
        proxy: false,
        responseType: 'text',
        transformResponse: [(body: string) => body],
      },
    );
    const answer = JSON.parse(data) as { requestId: number; session: object };
    await transaction(async (query) => {
      const requestId = String(answer.requestId);
      const result = JSON.stringify(answer.session);
      await query(SETTLE, [row.id, row.claim_number, result, requestId]);
      const durationMs = Date.now() - startedAt;
      const attempt = [row.id, row.attempt_count, startedAt, durationMs, requestId, row.lead, data];
      await query(ATTEMPT, attempt);
      await query(WRITE_BACK, [row.entry_id, requestId]);
    });
    return true;
  }

  async function transaction(
    work: (query: (text: string, values: unknown[]) => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    const connection = await pool.connect();
    try {
      await connection.query('begin');
      // Named, so that the server prepares each statement once.
      await work((text, values) => connection.query({ name: nameOf(text), text, values }));
      await connection.query('commit');
    } finally {
      connection.release();
    }
  }

  async function round(ids: string[]) {
    let left = ids.length;
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    const lane = async () => {
      while (left > 0) {
        if (await deliverNext()) left -= 1;
        else await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    await Promise.all([
      eachOf(ids, concurrency, enqueue),
      ...Array.from({ length: concurrency }, lane),
    ]);
    const seconds = (performance.now() - startMs) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuMs: (user + system) / 1000, stored: ids.length };
  }
}

interface Claimed {
  id: number;
  attempt_count: number;
  claim_number: number;
  entry_id: string;
  lead: string;
}

function nameOf(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
