import { Flex, Loader, TextButton, Typography } from '@strapi/design-system';
import { useSendCalltouchEntryMutation, type EntryKey } from '../api';
import { SendButton } from '../components/SendButton';
import { useText } from '../components/useText';
import { AttemptList } from './AttemptList';
import { DeliveryFacts } from './DeliveryFacts';
import { useDelivery } from './useDelivery';

interface Props extends EntryKey {
  /** False: the type is marked for Calltouch, but no form says what to send. */
  hasForm: boolean;
}

/** What became of the entry's lead, and the button to send it. */
export function DeliveryPanel({ contentType, documentId, hasForm }: Props) {
  const text = useText();
  const entry = { contentType, documentId };
  const [sendEntry, { isLoading: isSending }] = useSendCalltouchEntryMutation();
  const { delivery, isStale, isLoading, isError, refetch, announceResultOf } = useDelivery(entry);

  if (isLoading) return <Loader small>{text('panel.loading')}</Loader>;
  if (delivery === undefined) {
    return (
      <Flex direction="column" alignItems="flex-start" gap={2} width="100%" role="alert">
        <Typography>{text('panel.loadFailed')}</Typography>
        <TextButton type="button" onClick={() => void refetch()}>
          {text('panel.retryLoading')}
        </TextButton>
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {delivery ? (
        <>
          <DeliveryFacts delivery={delivery} />
          <AttemptList attempts={delivery.attempts ?? []} />
        </>
      ) : (
        <Typography>{text(hasForm ? 'panel.none' : 'panel.noForm')}</Typography>
      )}
      {isError && (
        <Typography variant="pi" textColor="warning700" role="status">
          {text('panel.outOfDate')}
        </Typography>
      )}
      {isStale && (
        <Typography variant="pi" textColor="warning700" role="status">
          {text('panel.staleForm')}
        </Typography>
      )}
      {(delivery || hasForm) && (
        <SendButton
          delivery={delivery}
          send={() => sendEntry(entry)}
          isLoading={isSending}
          onAccepted={announceResultOf}
          fullWidth
        />
      )}
    </Flex>
  );
}
