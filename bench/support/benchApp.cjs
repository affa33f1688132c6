'use strict';

// Runs the compiled playground as `strapi start` does, and takes orders from the bench over IPC.
const { randomUUID } = require('node:crypto');
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');
const { fill, restSite, time } = require('./growthOrders.cjs');

const appDir = path.resolve(__dirname, '../../playground');
process.chdir(appDir);

/** What a competitor of the plugin does at each creation of a lead. */
const HOOKS = {
  /** The floor: one row, one statement, in the entry's own transaction. */
  insert: async (strapi) => {
    await strapi.db.connection.schema.createTable('bench_outbox', (table) => {
      table.increments('id');
      table.string('entry_id').notNullable();
      table.text('lead').notNullable();
      table.bigInteger('created_at').notNullable();
    });
    return ({ result }) =>
      strapi.db.transaction(({ trx }) =>
        strapi.db
          .connection('bench_outbox')
          .transacting(trx)
          .insert({
            entry_id: result.documentId,
            lead: JSON.stringify(leadOf(result)),
            created_at: Date.now(),
          }),
      );
  },

  /** The floor with the plugin's own table: the same columns, the same indexes, no other code. */
  insertDelivery: async (strapi) => {
    return ({ result }) => {
      const now = Date.now();
      return strapi.db.transaction(({ trx }) =>
        strapi.db
          .connection('calltouch_deliveries')
          .transacting(trx)
          .insert({
            content_type: 'api::lead.lead',
            entry_id: result.documentId,
            site_key: 'main',
            status: 'pending',
            priority: 0,
            trigger_kind: 'automatic',
            render_anew: false,
            attempt_count: 0,
            retry_count: 0,
            crash_count: 0,
            possible_duplicate: false,
            entry_deleted: false,
            submitted_at: now,
            due_since: now,
            next_attempt_at: now,
            request_number: `lead-${result.documentId}`,
            lead: JSON.stringify(leadOf(result)),
            capture: JSON.stringify({ sessionId: '1', pageUrl: 'https://example.ru/' }),
            warnings: '[]',
            phone: result.phone,
            email: result.email,
            has_session: true,
          }),
      );
    };
  },

  /** What public code does: the visitor waits for the service. */
  awaitAxios: async () => {
    const axios = require('axios');
    return async ({ result }) => {
      const body = new URLSearchParams(leadOf(result)).toString();
      await axios.post(process.env.BENCH_SERVICE_URL, body);
    };
  },
};

function leadOf({ documentId, name, phone, email, message }) {
  return {
    subject: 'Заявка с сайта',
    fio: name,
    phoneNumber: phone,
    email,
    comment: message,
    requestUrl: 'https://example.ru/windows/',
    requestDate: '01.11.2026 10:00:00',
    sessionId: '1',
    requestNumber: `lead-${documentId}`,
  };
}

const ORDERS = {
  async hook(strapi, name) {
    const afterCreate = await HOOKS[name](strapi);
    strapi.db.lifecycles.subscribe({ models: ['api::lead.lead'], afterCreate });
  },
  async settings(strapi, document) {
    const saved = await strapi.plugin('calltouch').service('settings').save(document);
    if (saved.errors) throw new Error(JSON.stringify(saved.errors));
  },
  async webhook(strapi, url) {
    const webhook = await strapi.get('webhookStore').createWebhook({
      name: 'bench',
      url,
      headers: {},
      events: ['entry.create'],
      isEnabled: true,
    });
    strapi.get('webhookRunner').add(webhook);
  },
  async entries(strapi, count) {
    return (await insertEntries(strapi, count)).map((row) => row.documentId);
  },

  /**
   * Lets the plugin's own hook enqueue so many entries, as their creation would, and waits until
   * all are delivered.
   */
  async drain(strapi, { count, concurrency }) {
    const rows = await insertEntries(strapi, count);
    let left = count;
    const delivered = new Promise((resolve) => {
      const unsubscribe = strapi.eventHub.subscribe(async (name) => {
        if (name !== 'calltouch.delivery.delivered' || (left -= 1) > 0) return;
        unsubscribe();
        resolve();
      });
    });
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    await enqueue(strapi, rows, concurrency);
    await delivered;
    const seconds = (performance.now() - startMs) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuMs: (user + system) / 1000, stored: count };
  },

  async enqueue(strapi, { count, concurrency }) {
    await enqueue(strapi, await insertEntries(strapi, count), concurrency);
  },

  fill: (strapi, count) => fill(strapi, count, () => false),
  fillPending: (strapi, count) => fill(strapi, count, () => true),
  /** Of three rows one waits for tomorrow, and the last is finished. */
  fillWaiting: (strapi, waiting) =>
    fill(strapi, 3 * waiting, (index) => index % 3 === 0, 24 * 3_600_000),
  restSite,
  time,

  async memory() {
    return process.memoryUsage();
  },
  async cpu() {
    return process.cpuUsage();
  },
};

/** Fires the hook that the creation of these entries would have fired, in a transaction each. */
async function enqueue(strapi, rows, concurrency) {
  const visitor = async () => {
    for (let row = rows.pop(); row; row = rows.pop()) {
      const event = { params: {}, result: row };
      await strapi.db.transaction(() =>
        strapi.db.lifecycles.run('afterCreate', 'api::lead.lead', event),
      );
    }
  };
  await Promise.all(Array.from({ length: concurrency }, visitor));
}

/** Entries past Strapi's hooks, so that what is measured begins with the enqueuing. */
async function insertEntries(strapi, count) {
  const table = () => strapi.db.connection('leads');
  const now = new Date();
  const rows = Array.from({ length: count }, () => ({
    document_id: randomUUID().replaceAll('-', '').slice(0, 24),
    name: 'Посетитель',
    phone: '8 920 123-45-67',
    email: 'visitor@example.ru',
    message: 'Здравствуйте! Сколько стоят два окна с установкой? Перезвоните после шести.',
    kind: 'order',
    created_at: now,
    updated_at: now,
    published_at: now,
  }));
  const [{ last }] = await table().max({ last: 'id' });
  await strapi.db.connection.batchInsert('leads', rows, 50);
  return table()
    .where('id', '>', last ?? 0)
    .select({
      id: 'id',
      documentId: 'document_id',
      name: 'name',
      phone: 'phone',
      email: 'email',
      message: 'message',
      kind: 'kind',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
      publishedAt: 'published_at',
    });
}

const strapi = createStrapi({
  appDir,
  distDir: path.join(appDir, 'dist'),
  serveAdminPanel: false,
});

process.on('message', ({ id, order, argument }) => {
  Promise.resolve(ORDERS[order](strapi, argument)).then(
    (result) => process.send({ id, result: result ?? null }),
    (error) => process.send({ id, error: String(error?.stack ?? error) }),
  );
});

strapi.start().then(() => process.send({ id: 'ready' }));
