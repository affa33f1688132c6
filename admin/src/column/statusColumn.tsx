import * as React from 'react';
import { PLUGIN_ID } from '../../../server/src/contracts';
import { loadedForms } from './loadedForms';

const StatusCell = React.lazy(() =>
  import('./StatusCell').then((module) => ({ default: module.StatusCell })),
);

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
      <React.Suspense fallback={null}>
        <StatusCell contentType={model} documentId={documentId} />
      </React.Suspense>
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
