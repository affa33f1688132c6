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
import { SkippedList } from './SkippedList';
import { useEstimate } from './useEstimate';
import { useHeldOpen } from './useHeldOpen';

interface Props {
  selection: Selection;
  /** They are cancelled. */
  onCancelled: () => void;
}

/** Asks before what waits is cancelled, and reports what was: what a modal holds beneath its header. */
export function CancelMany({ selection, onCancelled }: Props) {
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
