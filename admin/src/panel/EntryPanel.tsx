import {
  unstable_useContentManagerContext as useContentManagerContext,
  useRBAC,
} from '@strapi/strapi/admin';
import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { useGetCalltouchFormsQuery } from '../queries';
import { useText } from '../components/useText';
import { PERMISSIONS } from '../permissions';
import { PLUGIN_ID } from '../../../server/src/contracts';
import { DeliveryPanel } from './DeliveryPanel';

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
