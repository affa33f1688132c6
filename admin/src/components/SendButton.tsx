import * as React from 'react';
import { ConfirmDialog, useRBAC } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import type { Delivery, SendOneReport } from '../../../server/src/contracts';
import { nextStep } from '../deliverySentences';
import { isUnderWay, mayHaveArrived } from '../panel/deliveryState';
import { PERMISSIONS } from '../permissions';
import { useRefusal } from './refusals';
import { useText } from './useText';

interface Props {
  /** Null: nothing was sent yet. */
  delivery: Delivery | null;
  /** Asks the server to send. */
  send: () => Promise<{ data: SendOneReport } | { error: unknown }>;
  isLoading: boolean;
  /** The lead is accepted for sending; nothing is known of the result yet. */
  onAccepted: (delivery: Delivery) => void;
  fullWidth?: boolean;
}

/** Sends a lead, after a question where Calltouch may have it already. */
export function SendButton({ delivery, send, isLoading, onAccepted, fullWidth = false }: Props) {
  const text = useText();
  const tellRefusal = useRefusal();
  const { allowedActions } = useRBAC(PERMISSIONS.sendDeliveries);
  const [isAsking, setAsking] = React.useState(false);
  const reasonId = React.useId();
  if (allowedActions.canSend !== true) return null;

  const isBusy = delivery !== null && isUnderWay(delivery, Date.now());

  const confirm = async () => {
    setAsking(false);
    const answer = await send();
    if ('error' in answer) tellRefusal(answer.error, text('panel.sendFailed'));
    else onAccepted(answer.data.delivery);
  };

  return (
    <Flex direction="column" alignItems={fullWidth ? 'stretch' : 'flex-end'}>
      <Dialog.Root open={isAsking} onOpenChange={setAsking}>
        <Button
          type="button"
          fullWidth={fullWidth}
          variant="secondary"
          startIcon={<PaperPlane />}
          loading={isLoading}
          disabled={isBusy}
          aria-describedby={isBusy ? reasonId : undefined}
          onClick={() => {
            if (delivery && mayHaveArrived(delivery)) setAsking(true);
            else void confirm();
          }}
        >
          {text(delivery ? 'panel.sendAgain' : 'panel.send')}
        </Button>
        <ConfirmDialog
          title={text('panel.confirmTitle')}
          variant="danger-light"
          onConfirm={confirm}
        >
          {text(
            delivery?.status === 'delivered' ? 'panel.confirmDelivered' : 'panel.confirmUnknown',
          )}
        </ConfirmDialog>
      </Dialog.Root>
      {isBusy && (
        <Typography id={reasonId} variant="pi" textColor="neutral600" tag="p" paddingTop={2}>
          {text(nextStep(delivery, undefined, Date.now()).key)}
        </Typography>
      )}
    </Flex>
  );
}
