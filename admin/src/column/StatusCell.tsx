import { useTable } from '@strapi/strapi/admin';
import { Typography, VisuallyHidden } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { deliveryAddress } from '../addresses';
import { useGetCalltouchEntryStatusesQuery, type EntryKey } from '../api';
import { DeliveryStatusLabel } from '../components/DeliveryStatusLabel';
import { useText } from '../components/useText';
import { chunkOf } from './chunk';

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
  const { data, isError } = useGetCalltouchEntryStatusesQuery({
    contentType,
    documentIds: chunkOf(documentIds, documentId),
  });
  const delivery = data?.[documentId];

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
