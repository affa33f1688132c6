import * as React from 'react';
import { Modal } from '@strapi/design-system';
import type { Selection } from '../../api';
import { useText } from '../useText';
import { CancelMany } from './CancelMany';
import { SendMany } from './SendMany';

interface Props {
  kind: 'send' | 'cancel';
  selection: Selection;
  /** @param isDone the request was accepted: what was chosen is dealt with */
  onClose: (isDone: boolean) => void;
}

/** The dialog in which many deliveries are sent again or cancelled. */
export function BulkDialog({ kind, selection, onClose }: Props) {
  const text = useText();
  const [isDone, setDone] = React.useState(false);
  // Radix would give the focus to a trigger, and this dialog has none.
  const [opener] = React.useState(() => document.activeElement);
  return (
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose(isDone)}>
      <Modal.Content
        aria-describedby={undefined}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          const target = opener?.isConnected ? opener : document.querySelector('main');
          (target as HTMLElement | null)?.focus();
        }}
      >
        <Modal.Header closeLabel={text('bulk.close')}>
          <Modal.Title>
            {text(kind === 'send' ? 'bulk.send.title' : 'bulk.cancel.title')}
          </Modal.Title>
        </Modal.Header>
        {kind === 'send' ? (
          <SendMany what={{ kind: 'deliveries', selection }} onSent={() => setDone(true)} />
        ) : (
          <CancelMany selection={selection} onCancelled={() => setDone(true)} />
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
