import * as React from 'react';
import type { Delivery } from '../../../server/src/contracts';
import { pollIntervalMs } from './deliveryState';

/**
 * Decides after each answer when the next one is asked for.
 *
 * @param setPollMs takes the pause in ms; 0: no more
 */
export function usePollOf(
  delivery: Delivery | null | undefined,
  answeredAtMs: number | undefined,
  setPollMs: (pollMs: number) => void,
): void {
  const seen = React.useRef({ state: '', sinceMs: 0 });
  React.useEffect(() => {
    const nowMs = Date.now();
    const state = delivery ? [delivery.id, delivery.status, delivery.attemptCount].join() : '';
    if (state !== seen.current.state) seen.current = { state, sinceMs: nowMs };
    setPollMs(pollIntervalMs(delivery, nowMs, seen.current.sinceMs));
  }, [delivery, answeredAtMs, setPollMs]);
}
