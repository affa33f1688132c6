import { attempt } from './attempt';
import type { Visit } from './types';

/** What is remembered for the tab, and only with consent. */
interface Memory {
  /** Where the visit came from. */
  visit?: Visit;
  /** The last submission that went out without its session, and when, in epoch ms. */
  late?: [token: string, atMs: number] | [];
}

/** For pages that have no storage, as some frames. */
let ownMemory: Memory = {};

/** What is remembered. */
export function recall(): Memory {
  return (
    attempt(() => JSON.parse(sessionStorage.calltouchCapture as string) as Memory) ?? ownMemory
  );
}

/** Remembers until the tab is closed. */
export function remember(changes: Memory): void {
  ownMemory = { ...recall(), ...changes };
  attempt(() => (sessionStorage.calltouchCapture = JSON.stringify(ownMemory)));
}
