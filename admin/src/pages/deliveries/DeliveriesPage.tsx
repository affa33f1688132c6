import * as React from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { DeliveryPage } from '../../../../server/src/contracts';
import type { Selection } from '../../api';
import { useGetCalltouchDeliveriesQuery } from '../../queries';
import { FixedAlert } from '../../components/FixedAlert';
import { PageNavigation } from '../../components/PageNavigation';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { DeliveriesTable } from './DeliveriesTable';
import { DeliveryFilters } from './DeliveryFilters';
import { EmptyList } from './EmptyList';
import { ExportButton } from './ExportButton';
import { ListFailure } from './ListFailure';
import { isFiltered, toDeliveryFilter, toListQuery } from './listQuery';
import { ListPagination } from './ListPagination';
import { NOTHING, shownOf, type Selected } from './selected';
import { SelectionBar } from './SelectionBar';
import { NO_FILTER, useListView, type ListViewControl } from './useListView';

const POLL_MS = 5_000;

/** Loaded when somebody first asks for it. */
const BulkDialog = React.lazy(() =>
  import('../../components/bulk/BulkDialog').then((module) => ({ default: module.BulkDialog })),
);

/** What a dialog is open for; it stays the same, whatever the list shows meanwhile. */
interface Asked {
  kind: 'send' | 'cancel';
  selection: Selection;
}

/** All deliveries: found, read, sent again. */
export function DeliveriesPage() {
  const text = useText();
  const control = useListView();
  const { view, setFilter, setPage } = control;
  const [asked, setAsked] = React.useState<Asked | null>(null);
  const { allowedActions } = useRBAC(PERMISSIONS.exportDeliveries);
  const { data, error, isError, isLoading, refetch } = useGetCalltouchDeliveriesQuery(
    toListQuery(view),
    { pollMs: asked ? 0 : POLL_MS, refetchOnMountOrArgChange: true },
  );
  const filter = toDeliveryFilter(view.filter);
  const filterKey = JSON.stringify(filter);
  // A selection belongs to its filter.
  const [chosen, setChosen] = React.useState({ filterKey, selected: NOTHING });
  const selected = chosen.filterKey === filterKey ? chosen.selected : NOTHING;
  const setSelected = React.useCallback<React.Dispatch<React.SetStateAction<Selected>>>(
    (change) =>
      setChosen((before) => {
        const own = before.filterKey === filterKey ? before.selected : NOTHING;
        return { filterKey, selected: typeof change === 'function' ? change(own) : change };
      }),
    [filterKey],
  );
  const isNarrowed = isFiltered(view.filter);
  const pageCount = data?.pagination.pageCount ?? 0;

  // An address may name a page that is no longer there.
  React.useEffect(() => {
    if (pageCount > 0 && view.page > pageCount) setPage(pageCount);
  }, [pageCount, view.page, setPage]);

  const close = (isDone: boolean) => {
    setAsked(null);
    if (isDone) setSelected(NOTHING);
  };

  return (
    <>
      <Page.Title>{text('deliveries.pageTitle')}</Page.Title>
      <Page.Main aria-busy={isLoading}>
        <Layouts.Header
          title={text('deliveries.title')}
          subtitle={text('deliveries.subtitle')}
          primaryAction={
            allowedActions.canExport && (
              <ExportButton filter={filter} isEmpty={data?.pagination.total === 0} />
            )
          }
        />
        <PageNavigation />
        <Layouts.Content>
          <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6}>
            {(isNarrowed || data?.pagination.total !== 0) && (
              <DeliveryFilters filter={view.filter} onChange={setFilter} />
            )}
            {isError && data && <FixedAlert variant="warning" title={text('panel.outOfDate')} />}
            {data ? (
              <Results
                data={data}
                control={control}
                selected={selected}
                onSelect={setSelected}
                onAsk={(kind, selection) =>
                  setAsked({ kind, selection: selection === 'all' ? { filter } : selection })
                }
              />
            ) : isError ? (
              <ListFailure
                error={error}
                onReset={() => setFilter(NO_FILTER)}
                onRetry={() => void refetch()}
              />
            ) : (
              <Flex justifyContent="center" padding={8}>
                <Loader>{text('deliveries.loading')}</Loader>
              </Flex>
            )}
          </Flex>
        </Layouts.Content>
      </Page.Main>
      <React.Suspense fallback={null}>
        {asked && <BulkDialog {...asked} onClose={close} />}
      </React.Suspense>
    </>
  );
}

interface ResultsProps {
  data: DeliveryPage;
  control: ListViewControl;
  selected: Selected;
  onSelect: React.Dispatch<React.SetStateAction<Selected>>;
  onAsk: (kind: 'send' | 'cancel', selection: { ids: number[] } | 'all') => void;
}

/** The table with what belongs to it, and what is chosen in it. */
function Results({
  data: { results, pagination },
  control: { view, setFilter, setSort, setPageSize },
  selected: chosen,
  onSelect,
  onAsk,
}: ResultsProps) {
  const text = useText();
  const canSend = useRBAC(PERMISSIONS.sendDeliveries).allowedActions.canSend === true;
  const isNarrowed = isFiltered(view.filter);
  const selected = shownOf(chosen, results);
  return (
    <>
      <Box>
        <Typography textColor="neutral600" tag="p" role="status">
          {text(isNarrowed ? 'deliveries.countFiltered' : 'deliveries.count', {
            count: pagination.total,
          })}
        </Typography>
        {results.some(({ isMasked }) => isMasked) && (
          <Typography textColor="neutral600" tag="p">
            {text('deliveries.masked')}
          </Typography>
        )}
      </Box>
      {canSend && (
        <SelectionBar
          rows={results}
          total={pagination.total}
          selected={selected}
          onSelect={onSelect}
          onAsk={onAsk}
        />
      )}
      {pagination.total === 0 ? (
        <EmptyList isFiltered={isNarrowed} onReset={() => setFilter(NO_FILTER)} />
      ) : (
        <>
          <DeliveriesTable
            rows={results}
            sort={view.sort}
            onSort={setSort}
            selected={canSend ? selected : null}
            onSelect={onSelect}
          />
          <ListPagination pagination={pagination} onPageSize={setPageSize} />
        </>
      )}
    </>
  );
}
