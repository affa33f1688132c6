import * as React from 'react';
import { useText } from './useText';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Gives an age in words, in the largest unit of which there is at least one. */
export function useAgeText(): (ageMs: number) => string {
  const text = useText();
  return React.useCallback(
    (ageMs) => {
      if (ageMs < MINUTE_MS) return text('overview.age.moment');
      if (ageMs < HOUR_MS) return text('overview.age.minutes', { count: whole(ageMs / MINUTE_MS) });
      if (ageMs < DAY_MS) return text('overview.age.hours', { count: whole(ageMs / HOUR_MS) });
      return text('overview.age.days', { count: whole(ageMs / DAY_MS) });
    },
    [text],
  );
}

const whole = Math.floor;
