import * as React from 'react';
import { useTable } from '@strapi/strapi/admin';
import { Loader, Modal } from '@strapi/design-system';
import { useParams } from 'react-router-dom';
import { useText } from '../components/useText';

/** Loaded when somebody first asks for it. */
const SendMany = React.lazy(() =>
  import('../components/bulk/SendMany').then((module) => ({ default: module.SendMany })),
);

/** What the modal of the Content Manager's bulk action holds: the entries chosen as it opened. */
export function SendSelected() {
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
