import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { Cross, PaperPlane } from '@strapi/icons';
import type { Delivery } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { NOTHING, type Selected } from './selected';

interface Props {
  rows: Delivery[];
  /** All that match the filter. */
  total: number;
  /** Of these rows, or all that match. */
  selected: Selected;
  onSelect: (selected: Selected) => void;
  /** Opens a dialog for what is chosen at this moment. */
  onAsk: (kind: 'send' | 'cancel', selection: { ids: number[] } | 'all') => void;
}

/** What can be done with the chosen deliveries. */
export function SelectionBar({ rows, total, selected, onSelect, onAsk }: Props) {
  const text = useText();
  const count = selected.kind === 'all' ? total : selected.ids.length;
  const isWholePage =
    rows.length > 0 && selected.kind === 'ids' && rows.every(({ id }) => selected.ids.includes(id));
  const ask = (kind: 'send' | 'cancel') =>
    onAsk(kind, selected.kind === 'all' ? 'all' : { ids: selected.ids });

  if (count === 0) return null;
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
          onClick={() => ask('send')}
        >
          {text('bulk.resend')}
        </Button>
        <Button
          type="button"
          variant="danger-light"
          startIcon={<Cross />}
          onClick={() => ask('cancel')}
        >
          {text('bulk.cancel')}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => onSelect(NOTHING)}>
          {text('bulk.clear')}
        </Button>
      </Flex>
    </Flex>
  );
}
