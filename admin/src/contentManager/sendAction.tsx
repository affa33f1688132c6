import { useRBAC } from '@strapi/strapi/admin';
import type { BulkActionComponent } from '@strapi/content-manager/strapi-admin';
import { PaperPlane } from '@strapi/icons';
import { useGetCalltouchFormsQuery } from '../queries';
import { useText } from '../components/useText';
import { PERMISSIONS } from '../permissions';
import { SendSelected } from './SendSelected';

/** "Send to Calltouch" above the chosen entries of a form, for those who may send. */
export const SendAction: BulkActionComponent = ({ model }) => {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.sendDeliveries);
  const canSend = allowedActions.canSend === true;
  const { data: forms } = useGetCalltouchFormsQuery(undefined, { skip: !canSend });
  if (!canSend || !forms?.some(({ contentType }) => contentType === model)) return null;
  return {
    variant: 'secondary',
    icon: <PaperPlane />,
    label: text('bulk.send.action'),
    dialog: { type: 'modal', title: text('bulk.send.title'), content: SendSelected },
  };
};
