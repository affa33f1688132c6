import * as React from 'react';
import { useTable } from '@strapi/strapi/admin';
import { Typography, VisuallyHidden } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { deliveryAddress } from '../addresses';
import type { EntryKey } from '../api';
import { useGetCalltouchEntryStatusesQuery } from '../queries';
import { DeliveryStatusLabel } from '../components/DeliveryStatusLabel';
import { useText } from '../components/useText';
import { chunkOf } from './chunk';

/** While something is sent, or waits for it. */
const POLL_MS = 5_000;

/** Looks like the label in it, not like a link around a label. */
const PlainLink = styled(Link)`
  text-decoration: none;
`;

/**
 * What became of an entry's lead. All cells ask the same question, about all rows of the table, so
 * that one request is made.
 */
export function StatusCell({ contentType, documentId }: EntryKey) {
  const text = useText();
  const documentIds = useTable('CalltouchColumn', ({ rows }) =>
    rows.flatMap((row) => ('documentId' in row ? [String(row.documentId)] : [])),
  );
  const [pollMs, setPollMs] = React.useState(0);
  const { data, isError } = useGetCalltouchEntryStatusesQuery(
    { contentType, documentIds: chunkOf(documentIds, documentId) },
    // Whoever comes back from an entry may have sent it.
    { pollMs, refetchOnMountOrArgChange: true },
  );
  const delivery = data?.[documentId];
  const isUnderWay = Object.values(data ?? {}).some(
    ({ status }) => status === 'pending' || status === 'sending',
  );
  React.useEffect(() => setPollMs(isUnderWay ? POLL_MS : 0), [isUnderWay]);

  if (delivery) {
    return (
      // The row around it is a link of its own.
      <PlainLink
        to={deliveryAddress(delivery.deliveryId)}
        onClick={(event) => event.stopPropagation()}
      >
        <DeliveryStatusLabel status={delivery.status} />
      </PlainLink>
    );
  }
  const words = data ? 'column.none' : isError ? 'column.failed' : 'column.loading';
  return (
    <Typography textColor="neutral600">
      <span aria-hidden>{isError ? '?' : '-'}</span>
      <VisuallyHidden>{text(words)}</VisuallyHidden>
    </Typography>
  );
}
