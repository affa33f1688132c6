import * as React from 'react';
import { useRBAC, useTable } from '@strapi/strapi/admin';
import type { BulkActionComponent } from '@strapi/content-manager/strapi-admin';
import { Loader, Modal } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useParams } from 'react-router-dom';
import { useGetCalltouchFormsQuery } from '../queries';
import { useText } from '../components/useText';
import { PERMISSIONS } from '../permissions';

/** Loaded when somebody first asks for it. */
const SendMany = React.lazy(() =>
  import('../components/bulk/SendMany').then((module) => ({ default: module.SendMany })),
);

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

/** What the modal of the Content Manager's bulk action holds: the entries chosen as it opened. */
function SendSelected() {
  const text = useText();
  const { slug: contentType = '' } = useParams();
  const rows = useTable('CalltouchSendSelected', ({ selectedRows }) => selectedRows);
  const [documentIds] = React.useState(() =>
    rows.map((row) => String((row as { documentId?: string }).documentId)),
  );
  return (
    <React.Suspense
      fallback={
        <Modal.Body>
          <Loader small>{text('bulk.counting')}</Loader>
        </Modal.Body>
      }
    >
      <SendMany what={{ kind: 'entries', contentType, documentIds }} />
    </React.Suspense>
  );
}
