import * as React from 'react';
import { Button, Flex, Loader, Modal, Typography } from '@strapi/design-system';
import type { CancelReport } from '../../../../server/src/contracts';
import {
  useCancelCalltouchDeliveriesMutation,
  useEstimateCalltouchCancelMutation,
  type Selection,
} from '../../api';
import { FixedAlert } from '../FixedAlert';
import { useText } from '../useText';
import { SkippedList, useEstimate, useHeldOpen } from './bulkParts';
import { SendMany } from './SendMany';

interface Props {
  kind: 'send' | 'cancel';
  selection: Selection;
  /** @param isDone the request was accepted: what was chosen is dealt with */
  onClose: (isDone: boolean) => void;
}

/** The dialog in which many deliveries are sent again or cancelled. */
export function BulkDialog({ kind, selection, onClose }: Props) {
  const text = useText();
  const [isDone, setDone] = React.useState(false);
  // Radix would give the focus to a trigger, and this dialog has none.
  const [opener] = React.useState(() => document.activeElement);
  return (
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose(isDone)}>
      <Modal.Content
        aria-describedby={undefined}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          const target = opener?.isConnected ? opener : document.querySelector('main');
          (target as HTMLElement | null)?.focus();
        }}
      >
        <Modal.Header closeLabel={text('bulk.close')}>
          <Modal.Title>
            {text(kind === 'send' ? 'bulk.send.title' : 'bulk.cancel.title')}
          </Modal.Title>
        </Modal.Header>
        {kind === 'send' ? (
          <SendMany what={{ kind: 'deliveries', selection }} onSent={() => setDone(true)} />
        ) : (
          <CancelMany selection={selection} onCancelled={() => setDone(true)} />
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

interface CancelProps {
  selection: Selection;
  /** They are cancelled. */
  onCancelled: () => void;
}

/** Asks before what waits is cancelled, and reports what was: what a modal holds beneath its header. */
function CancelMany({ selection, onCancelled }: CancelProps) {
  const text = useText();
  const [estimateCancel] = useEstimateCalltouchCancelMutation();
  const [cancelDeliveries, { isLoading }] = useCancelCalltouchDeliveriesMutation();
  const [result, setResult] = React.useState<CancelReport | 'failed' | null>(null);
  const estimated = useEstimate(() => estimateCancel(selection));
  const estimate = estimated.kind === 'known' ? estimated.estimate : null;
  useHeldOpen(isLoading);

  const cancel = async () => {
    const answer = await cancelDeliveries(selection);
    setResult('data' in answer ? answer.data : 'failed');
    if ('data' in answer) onCancelled();
  };
  const report = result === 'failed' ? null : (result ?? estimate);

  return (
    <>
      <Modal.Body>
        {result === 'failed' || estimated.kind === 'failed' ? (
          <FixedAlert variant="danger" title={text('bulk.failed')} />
        ) : report ? (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Typography fontWeight="semiBold" role="status">
              {text(result ? 'bulk.cancel.done' : 'bulk.cancel.count', {
                count: report.cancelled,
              })}
            </Typography>
            {!result && <Typography>{text('bulk.cancel.hint')}</Typography>}
            <SkippedList reasons={report.reasons} />
          </Flex>
        ) : (
          <Loader small>{text('bulk.counting')}</Loader>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button type="button" variant="tertiary">
            {text(result ? 'bulk.close' : 'bulk.back')}
          </Button>
        </Modal.Close>
        {!result && (
          <Button
            type="button"
            variant="danger"
            disabled={!estimate || estimate.cancelled === 0}
            loading={isLoading}
            onClick={() => void cancel()}
          >
            {text('bulk.cancel.confirm', { count: estimate?.cancelled ?? 0 })}
          </Button>
        )}
      </Modal.Footer>
    </>
  );
}
