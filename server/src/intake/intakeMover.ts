import type { OnError } from '../sending/ports';
import { MOVED_AT_ONCE, type Intake } from './moveIntake';

/** Moves what comes into the intake. */
export interface IntakeMover {
  /** Something has come: moves it at once, if it has not moved too much just now. */
  wake(): void;
  /** Resolves when the work under way is done. */
  stop(): Promise<void>;
}

/** What an instance left that died, or that only enqueues, is found so soon. */
const LOOK_MS = 1_000;
/** It takes at most this share of the time, so that visitors get theirs … */
const SHARE = 1 / 20;
/** … but the oldest row never waits longer for it. */
const LONGEST_REST_MS = 500;
/** What can't be done where it fails. */
const MOVING = 'move new leads into the outbox';

/**
 * Starts the moving from the intake into the outbox.
 *
 * @param moved told when something was
 */
export function startIntakeMover(
  intake: Pick<Intake, 'move'>,
  moved: () => void,
  onError: OnError,
  monotonicMs: () => number,
): IntakeMover {
  let isRunning = true;
  let isWoken = true;
  let interrupt: (() => void) | null = null;
  const loop = run();

  return {
    wake() {
      isWoken = true;
      interrupt?.();
    },
    async stop() {
      isRunning = false;
      interrupt?.();
      await loop;
      // What came in last; an older version would not look here.
      await intake.move(MOVED_AT_ONCE).catch((error: unknown) => onError(MOVING, error));
    },
  };

  async function run(): Promise<void> {
    while (isRunning) {
      isWoken = false;
      const beganMs = monotonicMs();
      let count = 0;
      try {
        count = await intake.move(MOVED_AT_ONCE);
        if (count > 0) moved();
      } catch (error) {
        onError(MOVING, error);
      }
      if (count === MOVED_AT_ONCE) isWoken = true;
      const tookMs = monotonicMs() - beganMs;
      await rest(Math.min(LONGEST_REST_MS, tookMs * (1 / SHARE - 1)));
      if (!isWoken) await pause(LOOK_MS);
    }
  }

  /** Waits so long, whoever calls, but for the end. */
  async function rest(forMs: number): Promise<void> {
    const endMs = monotonicMs() + forMs;
    for (let leftMs = forMs; isRunning && leftMs > 0; leftMs = endMs - monotonicMs())
      await pause(leftMs);
  }

  /** Waits so long, or until somebody calls. */
  function pause(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, forMs);
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
      if (!isRunning) interrupt();
    });
  }
}
