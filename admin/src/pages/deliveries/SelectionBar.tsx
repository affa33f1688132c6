import * as React from 'react';
import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { Cross, PaperPlane } from '@strapi/icons';
import type { Delivery, DeliveryFilter } from '../../../../server/src/contracts';
import type { Selection } from '../../api';
import { useText } from '../../components/useText';
import { NOTHING, type Selected } from './selected';

/** Loaded when somebody first asks for it. */
const BulkDialog = React.lazy(() =>
  import('../../components/bulk/BulkDialog').then((module) => ({ default: module.BulkDialog })),
);

interface Props {
  rows: Delivery[];
  /** All that match the filter. */
  total: number;
  filter: DeliveryFilter;
  selected: Selected;
  onSelect: (selected: Selected) => void;
  /** Told while a dialog is open, so that nothing moves behind it. */
  onBusy: (isBusy: boolean) => void;
}

/** What can be done with the chosen deliveries. */
export function SelectionBar({ rows, total, filter, selected, onSelect, onBusy }: Props) {
  const text = useText();
  const [dialog, setDialog] = React.useState<'send' | 'cancel' | null>(null);
  const count = selected.kind === 'all' ? total : selected.ids.length;
  const isWholePage =
    rows.length > 0 && selected.kind === 'ids' && rows.every(({ id }) => selected.ids.includes(id));
  const selection: Selection = selected.kind === 'all' ? { filter } : { ids: selected.ids };

  const open = (kind: 'send' | 'cancel') => {
    setDialog(kind);
    onBusy(true);
  };
  const close = (isDone: boolean) => {
    setDialog(null);
    onBusy(false);
    if (isDone) onSelect(NOTHING);
  };
  if (count === 0 && dialog === null) return null;
  return (
    <Flex gap={3} wrap="wrap" background="neutral0" padding={3} hasRadius shadow="tableShadow">
      <Typography fontWeight="semiBold" role="status">
        {text('bulk.selected', { count })}
      </Typography>
      {isWholePage && total > rows.length && (
        <TextButton type="button" onClick={() => onSelect({ kind: 'all' })}>
          {text('bulk.selectAll', { count: total })}
        </TextButton>
      )}
      <Flex gap={2} marginLeft="auto" wrap="wrap">
        <Button
          type="button"
          variant="secondary"
          startIcon={<PaperPlane />}
          onClick={() => open('send')}
        >
          {text('bulk.resend')}
        </Button>
        <Button
          type="button"
          variant="danger-light"
          startIcon={<Cross />}
          onClick={() => open('cancel')}
        >
          {text('bulk.cancel')}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => onSelect(NOTHING)}>
          {text('bulk.clear')}
        </Button>
      </Flex>
      <React.Suspense fallback={null}>
        {dialog && <BulkDialog kind={dialog} selection={selection} onClose={close} />}
      </React.Suspense>
    </Flex>
  );
}
