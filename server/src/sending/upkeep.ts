export interface Upkeep {
  /** Begins a round at once; one under way is followed by another. */
  hasten(): void;
  /** Resolves when the work under way is done; none begins any more. */
  stop(): Promise<void>;
}

/**
 * Does some works, one after the other, now and then again and again, never twice at a time. One that
 * fails keeps none from those after it.
 *
 * @param pauseMs from the end of one round to the beginning of the next
 */
export function startUpkeep(
  works: (() => Promise<void>)[],
  pauseMs: number,
  onError: (error: unknown) => void,
): Upkeep {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = true;
  let isUnderWay = false;
  let isHastened = false;
  let round = Promise.resolve();

  const once = async () => {
    for (const work of works) await work().catch(onError);
  };
  const begin = () => {
    isUnderWay = true;
    isHastened = false;
    round = once().then(() => {
      isUnderWay = false;
      if (isRunning) timer = setTimeout(begin, isHastened ? 0 : pauseMs).unref();
    });
  };
  begin();

  return {
    hasten() {
      isHastened = true;
      if (isUnderWay || !isRunning) return;
      if (timer) clearTimeout(timer);
      begin();
    },

    async stop() {
      isRunning = false;
      if (timer) clearTimeout(timer);
      await round;
    },
  };
}
