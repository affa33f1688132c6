import * as React from 'react';
import { useTable } from '@strapi/strapi/admin';
import { Typography, VisuallyHidden } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { deliveryAddress } from '../addresses';
import type { EntryKey } from '../api';
import { useGetCalltouchEntryStatusesQuery } from '../queries';
import { DeliveryStatusLabel } from '../components/deliveryWords';
import { useText } from '../components/useText';
import { isFinal } from '../panel/deliveryState';
import { chunkOf } from './chunk';
import { PLUGIN_ID } from '../../../server/src/contracts';
import { loadedForms } from './loadedForms';

/** As much of the Content Manager's table as the column needs. */
interface Table {
  displayedHeaders: object[];
  layout: object;
}

/**
 * Adds a column with the status of each entry's delivery to the Content Manager's lists of entries
 * that are submissions. Strapi calls it while it renders, within `useMemo`.
 */
export function addStatusColumn(table: Table): Table {
  const contentType = listedContentType(window.location.pathname);
  if (!loadedForms().some((form) => form.contentType === contentType)) return table;
  const header = {
    name: PLUGIN_ID,
    attribute: { type: 'custom' },
    label: { id: `${PLUGIN_ID}.column.title`, defaultMessage: 'Calltouch' },
    searchable: false,
    sortable: false,
    cellFormatter: ({ documentId }: { documentId: string }, _: object, { model }: Cell) => (
      <StatusCell contentType={model} documentId={documentId} />
    ),
  };
  return { ...table, displayedHeaders: [...table.displayedHeaders, header] };
}

interface Cell {
  /** The content type. */
  model: string;
}

/** Which type's entries a page lists; Strapi does not tell the hook. Null on other pages. */
function listedContentType(pathname: string): string | null {
  const match = /\/content-manager\/collection-types\/([^/]+)\/?$/.exec(pathname);
  return match ? decodeURIComponent(match[1] ?? '') : null;
}

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
function StatusCell({ contentType, documentId }: EntryKey) {
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
  const isUnderWay = Object.values(data ?? {}).some((known) => !isFinal(known));
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
