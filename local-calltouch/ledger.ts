import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Arrival } from './contract';

/**
 * Remembers all arrivals, and writes them to a file if there is one: a line of type `arrival` when
 * a request is read and any lead made, but nothing answered; a line of type `answer` when its status
 * line goes out. The lines of one request share a `key`. A request that is never answered has no
 * second line.
 */
export class Ledger {
  readonly arrivals: Arrival[] = [];
  private readonly keys = new WeakMap<Arrival, string>();
  private file: number | null;

  /** @param path file to append to, its folder is made; undefined: none */
  constructor(path: string | undefined) {
    if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
    this.file = path === undefined ? null : openSync(path, 'a');
  }

  /** Takes an arrival in whose headers were just received. */
  add(arrival: Arrival): void {
    this.arrivals.push(arrival);
    this.keys.set(arrival, randomUUID());
  }

  /** Writes down a request that was read as far as it came. */
  writeArrival(arrival: Arrival): void {
    // An undefined member is left out of JSON: the status belongs to the answer's line.
    const line = { ...arrival, status: undefined };
    this.write({ type: 'arrival', key: this.keys.get(arrival), ...line });
  }

  /** Notes an answer whose status line is about to leave. */
  writeAnswer(arrival: Arrival, status: number): void {
    arrival.status = status;
    const { requestId, fault } = arrival;
    const key = this.keys.get(arrival);
    this.write({ type: 'answer', key, at: Date.now(), status, requestId, fault });
  }

  /** Arrivals that made a lead. */
  leads(): Arrival[] {
    return this.arrivals.filter((arrival) => arrival.requestId !== null);
  }

  /** Forgets the arrivals; the file stays as it is. */
  reset(): void {
    this.arrivals.length = 0;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  private write(line: Record<string, unknown>): void {
    if (this.file !== null) writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}
