import type { Core } from '@strapi/strapi';
import { errorWords } from './errorWords';
import type { OnError } from './ports';

/** The same trouble is told once in so long, and how often it came in between. */
const QUIET_MS = 60_000;

/** Writes errors into Strapi's log: what was being done, and what may be said of the error. */
export function createReporter({ log }: Pick<Core.Strapi, 'log'>, nowMs: () => number): OnError {
  const told = new Map<string, { atMs: number; more: number }>();
  return (doing, error) => {
    const line = `[calltouch] could not ${doing}: ${errorWords(error)}`;
    const atMs = nowMs();
    const last = told.get(line);
    if (last && atMs - last.atMs < QUIET_MS) {
      last.more += 1;
      return;
    }
    for (const [other, { atMs: otherMs, more }] of told) {
      if (more === 0 && atMs - otherMs >= QUIET_MS) told.delete(other);
    }
    told.set(line, { atMs, more: 0 });
    log.error(last?.more ? `${line} (and ${last.more} times more before)` : line);
  };
}
