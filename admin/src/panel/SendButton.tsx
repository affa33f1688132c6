import * as React from 'react';
import { ConfirmDialog, isBaseQueryError, useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Dialog, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import type { Delivery } from '../../../server/src/contracts';
import { useSendCalltouchEntryMutation, type EntryKey } from '../api';
import { useCodeText, useText } from '../components/useText';
import { PERMISSIONS } from '../permissions';
import { isUnderWay, mayHaveArrived } from './deliveryState';

interface Props {
  entry: EntryKey;
  delivery: Delivery | null;
  /** The lead is accepted for sending; nothing is known of the result yet. */
  onAccepted: (delivery: Delivery) => void;
}

/** Sends the entry's lead, after a question where Calltouch may have it already. */
export function SendButton({ entry, delivery, onAccepted }: Props) {
  const text = useText();
  const codeText = useCodeText();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(PERMISSIONS.sendDeliveries);
  const [sendEntry, { isLoading }] = useSendCalltouchEntryMutation();
  const [isAsking, setAsking] = React.useState(false);
  const reasonId = React.useId();
  if (allowedActions.canSend !== true) return null;

  const isBusy = delivery !== null && isUnderWay(delivery, Date.now());

  const send = async () => {
    setAsking(false);
    const answer = await sendEntry(entry);
    if (!('error' in answer)) {
      onAccepted(answer.data.delivery);
      return;
    }
    const error = isBaseQueryError(answer.error) ? answer.error : undefined;
    const code = (error?.details as { code?: string } | undefined)?.code ?? '';
    toggleNotification({
      type: 'warning',
      message: codeText('skip', code, {}, error?.message || text('panel.sendFailed')),
    });
  };

  return (
    <Box>
      <Dialog.Root open={isAsking} onOpenChange={setAsking}>
        <Button
          type="button"
          fullWidth
          variant="secondary"
          startIcon={<PaperPlane />}
          loading={isLoading}
          disabled={isBusy}
          aria-describedby={isBusy ? reasonId : undefined}
          onClick={() => {
            if (delivery && mayHaveArrived(delivery)) setAsking(true);
            else void send();
          }}
        >
          {text(delivery ? 'panel.sendAgain' : 'panel.send')}
        </Button>
        <ConfirmDialog title={text('panel.confirmTitle')} variant="danger-light" onConfirm={send}>
          {text(
            delivery?.status === 'delivered' ? 'panel.confirmDelivered' : 'panel.confirmUnknown',
          )}
        </ConfirmDialog>
      </Dialog.Root>
      {isBusy && (
        <Typography id={reasonId} variant="pi" textColor="neutral600" tag="p" paddingTop={2}>
          {text(delivery.status === 'sending' ? 'panel.busySending' : 'panel.busyPending')}
        </Typography>
      )}
    </Box>
  );
}
