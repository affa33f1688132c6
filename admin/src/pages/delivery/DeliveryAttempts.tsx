import * as React from 'react';
import type { Attempt } from '../../../../server/src/contracts';
import { useGetCalltouchDeliveryQuery } from '../../queries';
import { AttemptTimeline } from './AttemptTimeline';

/** So many are asked for again and again while something happens. */
export const RECENT_ATTEMPTS = 20;

/** The recent attempts, and the older ones once somebody wants to see them: those change no more. */
export function DeliveryAttempts({ id, recent }: { id: number; recent: Attempt[] }) {
  const [isWhole, setWhole] = React.useState(false);
  const { data, isLoading } = useGetCalltouchDeliveryQuery({ id }, { skip: !isWhole });
  const first = recent[0]?.number ?? 0;
  const older = data?.attempts?.filter(({ number }) => number < first) ?? [];
  const hasMore = recent.length === RECENT_ATTEMPTS && !data;
  return (
    <AttemptTimeline
      attempts={[...older, ...recent]}
      isLoading={isLoading}
      onMore={hasMore ? () => setWhole(true) : undefined}
    />
  );
}
