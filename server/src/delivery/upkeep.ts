export interface Upkeep {
  /** Resolves when the work under way is done; none begins any more. */
  stop(): Promise<void>;
}

/**
 * Does some work now and then again and again, never twice at a time.
 *
 * @param pauseMs from the end of one round to the beginning of the next
 */
export function startUpkeep(
  work: () => Promise<void>,
  pauseMs: number,
  onError: (error: unknown) => void,
): Upkeep {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = true;
  let round = Promise.resolve();

  const begin = () => {
    round = work()
      .catch(onError)
      .then(() => {
        if (isRunning) timer = setTimeout(begin, pauseMs).unref();
      });
  };
  begin();

  return {
    async stop() {
      isRunning = false;
      if (timer) clearTimeout(timer);
      await round;
    },
  };
}
