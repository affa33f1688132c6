import * as React from 'react';
import { Button, Flex, Loader, Modal, Typography } from '@strapi/design-system';
import type { BulkEstimate, BulkReport } from '../../../../server/src/contracts';
import {
  useEstimateCalltouchEntriesMutation,
  useEstimateCalltouchResendMutation,
  useResendCalltouchDeliveriesMutation,
  useSendCalltouchEntriesMutation,
  type EntryKeys,
  type Selection,
} from '../../api';
import { FixedAlert } from '../FixedAlert';
import { useText } from '../useText';
import { BulkProgressView } from './BulkProgressView';
import { SkippedList, useEstimate, useHeldOpen } from './bulkParts';

/** What is to be sent: deliveries again, or entries, which may have no delivery yet. */
export type ToSend =
  { kind: 'deliveries'; selection: Selection } | ({ kind: 'entries' } & EntryKeys);

interface Props {
  what: ToSend;
  /** They are accepted for sending. */
  onSent?: () => void;
}

/**
 * Asks before many leads are sent, shows how it goes, and reports what came of it: what a modal
 * holds beneath its header.
 */
export function SendMany({ what, onSent }: Props) {
  const text = useText();
  const [estimateDeliveries] = useEstimateCalltouchResendMutation();
  const [estimateEntries] = useEstimateCalltouchEntriesMutation();
  const [resendDeliveries] = useResendCalltouchDeliveriesMutation();
  const [sendEntries] = useSendCalltouchEntriesMutation();
  const [state, setState] = React.useState<SendState>({ kind: 'asking' });
  const estimated = useEstimate<BulkEstimate>(() =>
    what.kind === 'deliveries' ? estimateDeliveries(what.selection) : estimateEntries(what),
  );
  const estimate = estimated.kind === 'known' ? estimated.estimate : null;
  useHeldOpen(state.kind === 'sending');

  const send = async () => {
    setState({ kind: 'sending' });
    const answer = await (what.kind === 'deliveries'
      ? resendDeliveries(what.selection)
      : sendEntries(what));
    if (!('data' in answer)) return setState({ kind: 'refused' });
    setState({ kind: 'sent', report: answer.data });
    onSent?.();
  };

  return (
    <>
      <Modal.Body>
        {state.kind === 'sent' ? (
          <Report report={state.report} />
        ) : state.kind === 'refused' || estimated.kind === 'failed' ? (
          <FixedAlert variant="danger" title={text('bulk.failed')} />
        ) : estimate ? (
          <Question estimate={estimate} />
        ) : (
          <Loader small>{text('bulk.counting')}</Loader>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button type="button" variant="tertiary">
            {text(state.kind === 'sent' ? 'bulk.close' : 'bulk.back')}
          </Button>
        </Modal.Close>
        {state.kind !== 'sent' && (
          <Button
            type="button"
            variant={estimate && estimate.mayHaveArrived > 0 ? 'danger' : 'default'}
            disabled={!estimate || estimate.sent === 0 || state.kind === 'refused'}
            loading={state.kind === 'sending'}
            onClick={() => void send()}
          >
            {text('bulk.send.confirm', { count: estimate?.sent ?? 0 })}
          </Button>
        )}
      </Modal.Footer>
    </>
  );
}

type SendState =
  | { kind: 'asking' }
  | { kind: 'sending' }
  | { kind: 'sent'; report: BulkReport }
  | { kind: 'refused' };

function Question({ estimate }: { estimate: BulkEstimate }) {
  const text = useText();
  const { sent, mayHaveArrived, reasons, requestsPerSecond, paused } = estimate;
  const durationMs = requestsPerSecond > 0 ? (sent / requestsPerSecond) * 1000 : 0;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography fontWeight="semiBold">{text('bulk.send.count', { count: sent })}</Typography>
      {sent > 0 && !paused && <Typography>{durationText(durationMs, text)}</Typography>}
      {paused && <FixedAlert variant="warning" title={text('bulk.send.paused')} />}
      {mayHaveArrived > 0 && (
        <FixedAlert
          variant="danger"
          title={text('bulk.send.mayHaveArrived', { count: mayHaveArrived })}
        >
          {text('bulk.send.mayHaveArrivedHint')}
        </FixedAlert>
      )}
      <SkippedList reasons={reasons} />
    </Flex>
  );
}

/** How long the sending takes at the rate that Calltouch allows, in words. */
function durationText(durationMs: number, text: ReturnType<typeof useText>): string {
  const seconds = Math.ceil(durationMs / 1000);
  if (seconds <= 1) return text('bulk.duration.now');
  if (seconds < 90) return text('bulk.duration.seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return text('bulk.duration.minutes', { count: minutes });
  return text('bulk.duration.hours', { count: Math.round(minutes / 60) });
}

function Report({ report }: { report: BulkReport }) {
  const text = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {report.bulkId === null ? (
        <Typography>{text('bulk.send.nothing')}</Typography>
      ) : (
        <BulkProgressView bulkId={report.bulkId} />
      )}
      <SkippedList reasons={report.reasons} />
    </Flex>
  );
}
