'use strict';

// Ends or freezes a Strapi at a named point of a delivery, or loses the database's answer to a named
// step, from outside the product: loaded with `node --require`, it watches the statements that knex
// runs and the requests that leave.
const http = require('node:http');
const { Client } = require('knex');

const point = process.env.CRASH_AT;
const signal = process.env.CRASH_SIGNAL ?? 'SIGKILL';
let isOver = false;
/** Of this step the database does what it is told, and its answer is lost, once. */
let toLose = process.env.LOSE_ANSWER_OF;
/** The sender looks for work at its start too: that is not what the points mean. */
let hasWork = false;

function reached(name) {
  if (name !== point || isOver) return;
  isOver = true;
  process.kill(process.pid, signal);
}

/** What the running transaction has done that matters to its commit, by connection. */
const done = new WeakMap();

const watchedConnections = new WeakSet();

/** The statement that takes a lead in goes to the driver, past knex. */
function watchDriver(connection) {
  if (watchedConnections.has(connection)) return;
  watchedConnections.add(connection);
  for (const name of ['prepare', 'query']) {
    const original = connection[name];
    if (typeof original !== 'function') continue;
    connection[name] = function watched(sql, ...rest) {
      if (typeof sql === 'string' && /^insert into \S*calltouch_intake/.test(sql)) {
        hasWork = true;
        done.set(connection, 'enqueue');
      }
      return original.call(this, sql, ...rest);
    };
  }
}

const { query } = Client.prototype;
Client.prototype.query = async function watched(connection, queryParam) {
  watchDriver(connection);
  const text = typeof queryParam === 'string' ? queryParam : queryParam.sql;
  const sql = text.replace(/"public"\.|["`]/g, '');
  const isCommit = /^commit\b/i.test(sql);
  const step = isCommit ? done.get(connection) : stepOf(sql);
  if (step === 'enqueue') hasWork = true;
  if (isCommit) done.delete(connection);
  else if (step) done.set(connection, step);
  reached(`before ${isCommit ? 'commit of ' : ''}${step}`);
  const result = await query.call(this, connection, queryParam);
  if (toLose && step === toLose) {
    toLose = undefined;
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    // knex takes it for broken, as one whose socket said so.
    connection.__knex__disposed = error;
    throw error;
  }
  if (!isInVain(result)) reached(`after ${isCommit ? 'commit of ' : ''}${step}`);
  return result;
};

/** Whether a statement found no row: another process may have claimed the delivery. */
function isInVain({ response }) {
  return response?.rowCount === 0 || response?.length === 0;
}

function stepOf(sql) {
  if (/^(with moved as |insert into calltouch_deliveries[^;]* select )/s.test(sql)) return 'move';
  if (/^insert into calltouch_deliveries/.test(sql)) return 'enqueue';
  if (hasWork && /^update calltouch_slots set free_at = .*seq = .* where egress/.test(sql))
    return 'slot';
  if (hasWork && /^update calltouch_deliveries set .*claimed_at/.test(sql)) return 'claim';
  if (/^update calltouch_deliveries set attempt_count = [^,]*, lease_until/.test(sql))
    return 'giveBack';
  if (/^update calltouch_deliveries set .*crash_count/.test(sql)) return 'settle';
  if (/^insert (ignore )?into calltouch_attempts/.test(sql)) return 'settle';
  return null;
}

const { request } = http;
http.request = function watched(...args) {
  const made = request.apply(this, args);
  if (made.path.startsWith('/calls-service/')) {
    made.once('socket', () => reached('ready'));
    made.once('finish', () => reached('written'));
    made.once('response', (response) => response.once('end', () => reached('answered')));
  }
  return made;
};
