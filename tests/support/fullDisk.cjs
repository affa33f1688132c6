'use strict';

// Fills and frees the disk of a Strapi on SQLite, each time it gets SIGUSR2: loaded with
// `node --require`. SQLite itself refuses to let the file grow, with the error of a full disk.
const BetterSqlite3 = require('knex/lib/dialects/better-sqlite3');

/** What SQLite takes for no limit. */
const NO_LIMIT = 1_073_741_823;
const connections = new Set();
let isFull = false;

const acquire = BetterSqlite3.prototype.acquireRawConnection;
BetterSqlite3.prototype.acquireRawConnection = async function watched() {
  const connection = await acquire.call(this);
  connections.add(connection);
  return connection;
};

process.on('SIGUSR2', () => {
  isFull = !isFull;
  for (const connection of connections) {
    // A limit below the present size is the present size.
    if (connection.open) connection.pragma(`max_page_count = ${isFull ? 1 : NO_LIMIT}`);
  }
});
