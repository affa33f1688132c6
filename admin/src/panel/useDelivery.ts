import * as React from 'react';
import { useForm, useNotification } from '@strapi/strapi/admin';
import type { Delivery } from '../../../server/src/contracts';
import { useRefreshCalltouchDocumentMutation, type EntryKey } from '../api';
import { useGetCalltouchEntryDeliveryQuery } from '../queries';
import { useText, type Text } from '../components/useText';
import { isFinal, isWaitingForRetry, pollIntervalMs } from './deliveryState';

/** The entry's delivery, asked for again and again while something happens to it. */
export function useDelivery(entry: EntryKey) {
  const [pollMs, setPollMs] = React.useState(0);
  const query = useGetCalltouchEntryDeliveryQuery(entry, { pollMs });
  const { data: delivery, fulfilledTimeStamp } = query;

  usePollOf(delivery, fulfilledTimeStamp, setPollMs);

  const isFormModified = useForm('CalltouchPanel', ({ modified }) => modified, false) ?? false;
  const isStale = useRefreshedDocument(entry, delivery, isFormModified);
  const announceResultOf = useAnnouncement(delivery, fulfilledTimeStamp);
  return { ...query, delivery, isStale, announceResultOf };
}

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

/**
 * Once a delivery has settled, the write-back has changed the entry: a form that shows the old
 * values would put them back when it is saved. A form that somebody has changed is left alone.
 *
 * @returns true where the form still shows the old values
 */
function useRefreshedDocument(
  { contentType, documentId }: EntryKey,
  delivery: Delivery | null | undefined,
  isFormModified: boolean,
): boolean {
  const [refreshDocument] = useRefreshCalltouchDocumentMutation();
  const wasOpen = React.useRef(false);
  const [isStale, setStale] = React.useState(false);

  React.useEffect(() => {
    const isOpen = delivery !== null && delivery !== undefined && !isFinal(delivery);
    if (wasOpen.current && !isOpen) setStale(true);
    wasOpen.current = isOpen;
  }, [delivery]);

  React.useEffect(() => {
    if (!isStale || isFormModified) return;
    void refreshDocument({ contentType, documentId });
    setStale(false);
  }, [isStale, isFormModified, contentType, documentId, refreshDocument]);

  return isStale && isFormModified;
}

/** Tells the result of a sending that the person has asked for, once it is known. */
function useAnnouncement(delivery: Delivery | null | undefined, answeredAtMs: number | undefined) {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [awaited, setAwaited] = React.useState<Awaited | null>(null);

  React.useEffect(() => {
    if (!awaited || delivery?.id !== awaited.id || (answeredAtMs ?? 0) < awaited.sinceMs) return;
    const hasFailedOnce =
      isWaitingForRetry(delivery, Date.now()) && delivery.attemptCount > awaited.attempts;
    if (!isFinal(delivery) && !hasFailedOnce) return;
    setAwaited(null);
    toggleNotification({ type: notificationType(delivery), message: resultText(delivery, text) });
  }, [awaited, delivery, answeredAtMs, text, toggleNotification]);

  return React.useCallback(
    ({ id, attemptCount }: Delivery) =>
      setAwaited({ id, attempts: attemptCount, sinceMs: Date.now() }),
    [],
  );
}

/** A sending whose result the person waits for. */
interface Awaited {
  /** The delivery's. */
  id: number;
  /** Attempts before it. */
  attempts: number;
  /** What was read earlier speaks of the time before. */
  sinceMs: number;
}

function notificationType({ status }: Delivery): 'success' | 'warning' | 'danger' {
  if (status === 'delivered') return 'success';
  return status === 'failed' ? 'danger' : 'warning';
}

function resultText({ status, requestId, reason }: Delivery, text: Text): string {
  if (status === 'delivered') return text('panel.result.delivered', { requestId: requestId ?? '' });
  const words = reason ? text(`reason.${reason.code}`, reason.values) : '';
  if (status === 'pending') return text('panel.result.pending', { reason: words });
  return text('panel.result.other', { status: text(`status.${status}`), reason: words });
}
