import {
  unstable_useContentManagerContext as useContentManagerContext,
  useRBAC,
} from '@strapi/strapi/admin';
import { Flex, Loader, TextButton, Typography } from '@strapi/design-system';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { useSendCalltouchEntryMutation, type EntryKey } from '../api';
import { SendButton } from '../components/SendButton';
import { useGetCalltouchFormsQuery } from '../queries';
import { useText } from '../components/useText';
import { PERMISSIONS } from '../permissions';
import { PLUGIN_ID } from '../../../server/src/contracts';
import { AttemptList, DeliveryFacts } from './DeliveryFacts';
import { useDelivery } from './useDelivery';

/** Whether the type's schema asks for the plugin's own attributes. */
function isMarked(pluginOptions: unknown): boolean {
  const options = (pluginOptions as Record<string, { enabled?: boolean }> | undefined)?.[PLUGIN_ID];
  return options?.enabled === true;
}

/**
 * The Calltouch panel beside an entry in the Content Manager: nothing beside entries that are no
 * submissions, entries that are not saved yet, and for people who may not see deliveries.
 */
export const EntryPanel: PanelComponent = ({ model, document }) => {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.readDeliveries);
  const { contentType } = useContentManagerContext();
  const canRead = allowedActions.canRead === true;
  const { data: forms } = useGetCalltouchFormsQuery(undefined, { skip: !canRead });
  const hasForm = forms?.some((form) => form.contentType === model) ?? false;
  const documentId = document?.documentId;
  const isConcerned = hasForm || isMarked(contentType?.pluginOptions);
  if (!canRead || !forms || !isConcerned || !documentId) return null;
  return {
    title: text('name'),
    content: (
      // What one entry waits for is nothing to another.
      <DeliveryPanel
        key={documentId}
        contentType={model}
        documentId={documentId}
        hasForm={hasForm}
      />
    ),
  };
};

interface Props extends EntryKey {
  /** False: the type is marked for Calltouch, but no form says what to send. */
  hasForm: boolean;
}

/** What became of the entry's lead, and the button to send it. */
function DeliveryPanel({ contentType, documentId, hasForm }: Props) {
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
