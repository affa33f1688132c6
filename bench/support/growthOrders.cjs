'use strict';

const DAY_MS = 24 * 60 * 60 * 1000;
const SAMPLES = 30;
/** Below SQLite's limit of variables. */
const ROWS_AT_ONCE = 25;

/**
 * Adds deliveries with their entries, as many as said, over the last eighty days.
 *
 * @param isPending whether one with this number waits
 * @param dueInMs when those that wait are due
 */
async function fill(strapi, count, isPending, dueInMs = 0) {
  const { connection } = strapi.db;
  const now = Date.now();
  const lead = JSON.stringify({
    subject: 'Заявка с сайта',
    fio: 'Посетитель',
    phoneNumber: '79201234567',
    comment: 'Здравствуйте! Сколько стоят два окна с установкой?',
    requestNumber: 'lead-1',
    customFields: [],
  });
  const delivery = (index) => {
    const atMs = now - 80 * DAY_MS + Math.floor(((80 * DAY_MS) / count) * index);
    const waits = isPending(index);
    return {
      content_type: 'api::lead.lead',
      entry_id: `bench${String(index).padStart(19, '0')}`,
      site_key: 'main',
      status: waits ? 'pending' : 'delivered',
      priority: 0,
      trigger_kind: 'automatic',
      render_anew: false,
      next_attempt_at: waits ? now + dueInMs : null,
      due_since: atMs,
      attempt_count: waits ? 0 : 1,
      retry_count: 0,
      crash_count: 0,
      possible_duplicate: false,
      entry_deleted: false,
      submitted_at: atMs,
      delivered_at: waits ? null : atMs,
      finished_at: waits ? null : atMs,
      lead,
      capture: '{}',
      warnings: '[]',
      request_number: `lead-${index}`,
      request_id: waits ? null : String(5_000_000 + index),
      phone: `79${String(index).padStart(9, '0')}`,
      email: `visitor${index}@example.ru`,
      has_session: true,
    };
  };
  const entry = (index) => ({
    document_id: `bench${String(index).padStart(19, '0')}`,
    name: 'Посетитель',
    phone: `79${String(index).padStart(9, '0')}`,
    created_at: new Date(now - 80 * DAY_MS + Math.floor(((80 * DAY_MS) / count) * index)),
    published_at: new Date(now),
  });
  await connection.transaction(async (trx) => {
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      const indexes = Array.from(
        { length: Math.min(ROWS_AT_ONCE, count - from) },
        (_, i) => from + i,
      );
      await trx('calltouch_deliveries').insert(indexes.map(delivery));
      await trx('leads').insert(indexes.map(entry));
    }
  });
  await vacuum(strapi);
}

/** What autovacuum does by and by. */
async function vacuum(strapi) {
  if (strapi.db.dialect.client !== 'postgres') return;
  await strapi.db.connection.raw('vacuum analyze calltouch_deliveries');
  await strapi.db.connection.raw('vacuum analyze leads');
}

/** Makes all that waits due, at a site that is not asked. */
async function restSite(strapi) {
  await strapi.db
    .connection('calltouch_deliveries')
    .where({ status: 'pending' })
    .update({ site_key: 'resting', next_attempt_at: Date.now() - 1000 });
  await vacuum(strapi);
}

/** Times of one operation of the plugin's own code, from its sources. Needs tsx. */
async function time(strapi, operation) {
  const work = await OPERATIONS[operation](strapi);
  const times = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    await work.before?.();
    const startMs = performance.now();
    await work.run();
    times.push(performance.now() - startMs);
  }
  await work.after?.();
  return times;
}

function listing(strapi, filter) {
  const deliveries = strapi.plugin('calltouch').service('deliveries');
  return {
    async run() {
      const query = { page: '1', pageSize: '25', site: 'main', ...filter() };
      const { results } = await deliveries.find(query);
      if (results.length !== 25) throw new Error(`Listed ${results.length}`);
    },
  };
}

function outboxOf(strapi) {
  const { createOutbox } = require('../../server/src/outbox/outbox.ts');
  return createOutbox({ strapi, momentIn: clockOf(strapi) });
}

function clockOf(strapi) {
  const { databaseClock } = require('../../server/src/outbox/databaseClock.ts');
  return databaseClock(strapi);
}

function looking(strapi, sites) {
  const outbox = outboxOf(strapi);
  return {
    async run() {
      if (await outbox.isDue(sites)) throw new Error('Something is due');
    },
  };
}

/** One is due, whatever else waits: what was claimed before is due again. */
async function claiming(strapi, sites) {
  const outbox = outboxOf(strapi);
  const table = () => strapi.db.connection('calltouch_deliveries');
  const { id } = await table().max({ id: 'id' }).first();
  return {
    before: () =>
      table()
        .where({ id })
        .update({
          status: 'pending',
          site_key: 'main',
          next_attempt_at: Date.now() - 1000,
          lease_until: null,
        }),
    async run() {
      if ((await outbox.claim(sites, 20_000)) === null) throw new Error('Nothing was claimed');
    },
    // It must not be due for the next operation.
    after: () => table().where({ id }).update({ status: 'delivered', lease_until: null }),
  };
}

const OPERATIONS = {
  claim: (strapi) => claiming(strapi, null),
  'look for what is due': (strapi) => looking(strapi, null),
  'look while a site rests': (strapi) => looking(strapi, ['main']),
  'claim while a site rests': (strapi) => claiming(strapi, ['main']),
  'look for lost leases': (strapi) => {
    const outbox = outboxOf(strapi);
    return { run: () => outbox.expired([], 10) };
  },
  'look for what is to be erased': (strapi) => {
    const { eraseFinished } = require('../../server/src/outbox/eraseOld.ts');
    const clock = clockOf(strapi);
    return {
      async run() {
        if ((await eraseFinished(strapi, clock, 90)) > 0) throw new Error('Something was old');
      },
    };
  },

  list: (strapi) => listing(strapi, () => ({})),

  /** A filter that nobody has asked for before: its total is not remembered. */
  'list, counted anew'(strapi) {
    let past = Date.now();
    return listing(strapi, () => ({ to: new Date((past += 1)).toISOString() }));
  },

  async sweep(strapi) {
    const { createSettingsStore } = require('../../server/src/settings/settingsStore.ts');
    const { createSweep } = require('../../server/src/entries/sweep.ts');
    const fail = (error) => {
      throw error;
    };
    const settings = await createSettingsStore(strapi, fail, async () => undefined);
    settings.stop();
    const submissions = { enqueue: () => fail(new Error('There is nothing to find')) };
    const sweep = createSweep(strapi, settings, submissions);
    return { run: () => sweep(Date.now()) };
  },
};

module.exports = { fill, restSite, time };
