import * as React from 'react';
import { ConfirmDialog, useNotification, useRBAC } from '@strapi/strapi/admin';
import { Button, Dialog, Flex } from '@strapi/design-system';
import { Cross, Duplicate } from '@strapi/icons';
import type { Delivery } from '../../../../server/src/contracts';
import { useCancelCalltouchDeliveryMutation, useResendCalltouchDeliveryMutation } from '../../api';
import { SendButton } from '../../components/SendButton';
import { useCopy } from '../../components/useCopy';
import { useRefusal } from '../../components/refusals';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';

/** What can be done with the delivery. */
export function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const copy = useCopy();
  const { toggleNotification } = useNotification();
  const [resend, { isLoading }] = useResendCalltouchDeliveryMutation();
  return (
    <Flex gap={2} wrap="wrap" justifyContent="flex-end" alignItems="flex-start">
      <Button
        type="button"
        variant="tertiary"
        startIcon={<Duplicate />}
        onClick={() => void copy(JSON.stringify(delivery, null, 2))}
      >
        {text('delivery.page.copy')}
      </Button>
      <CancelButton delivery={delivery} />
      <SendButton
        delivery={delivery}
        send={() => resend(delivery.id)}
        isLoading={isLoading}
        onAccepted={() =>
          toggleNotification({ type: 'info', message: text('delivery.page.accepted') })
        }
      />
    </Flex>
  );
}

/** For what waits for a try or for somebody's decision. */
function CancelButton({ delivery: { id, status } }: { delivery: Delivery }) {
  const text = useText();
  const tellRefusal = useRefusal();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(PERMISSIONS.sendDeliveries);
  const [cancel, { isLoading }] = useCancelCalltouchDeliveryMutation();
  const [isAsking, setAsking] = React.useState(false);
  if (allowedActions.canSend !== true || (status !== 'pending' && status !== 'unknown'))
    return null;

  const confirm = async () => {
    setAsking(false);
    const answer = await cancel(id);
    if ('error' in answer) tellRefusal(answer.error, text('delivery.page.cancelFailed'));
    else toggleNotification({ type: 'success', message: text('delivery.page.cancelled') });
  };
  return (
    <Dialog.Root open={isAsking} onOpenChange={setAsking}>
      <Button
        type="button"
        variant="danger-light"
        startIcon={<Cross />}
        loading={isLoading}
        onClick={() => setAsking(true)}
      >
        {text('delivery.page.cancel')}
      </Button>
      <ConfirmDialog
        title={text('delivery.page.cancelTitle')}
        variant="danger-light"
        onConfirm={confirm}
      >
        {text('delivery.page.cancelBody')}
      </ConfirmDialog>
    </Dialog.Root>
  );
}
