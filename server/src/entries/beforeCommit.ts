import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';

/** Has work done when everything else in the running transaction is done, just before it commits. */
export interface BeforeCommit {
  /** Without a transaction the work is done at once. What it throws makes the transaction fail. */
  add(work: () => Promise<void>): Promise<void>;
  stop(): void;
}

type Transaction = (work?: (context: unknown) => Promise<unknown>) => Promise<unknown>;

/**
 * Strapi has callbacks for after a commit alone, and these run outside of the transaction. So its
 * `db.transaction` gets some more work at the end of what it was asked to run.
 */
export function createBeforeCommit(strapi: Core.Strapi): BeforeCommit {
  const db = strapi.db as unknown as { transaction: Transaction };
  const { transaction } = db;
  const waiting = new AsyncLocalStorage<{ works: (() => Promise<void>)[]; isOver: boolean }>();

  db.transaction = (work) => {
    if (!work || strapi.db.inTransaction()) return transaction.call(db, work);
    const list = { works: [] as (() => Promise<void>)[], isOver: false };
    return waiting.run(list, () =>
      transaction.call(db, async (context) => {
        const result = await work(context);
        for (let next = list.works.shift(); next; next = list.works.shift()) await next();
        list.isOver = true;
        return result;
      }),
    );
  };

  return {
    async add(work) {
      const list = strapi.db.inTransaction() ? waiting.getStore() : undefined;
      if (list && !list.isOver) list.works.push(work);
      else await work();
    },
    stop() {
      db.transaction = transaction;
    },
  };
}
