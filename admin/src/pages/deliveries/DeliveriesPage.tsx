import * as React from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Loader, Typography } from '@strapi/design-system';
import type { DeliveryFilter, DeliveryPage } from '../../../../server/src/contracts';
import { useGetCalltouchDeliveriesQuery } from '../../api';
import { FixedAlert } from '../../components/FixedAlert';
import { PageNavigation } from '../../components/PageNavigation';
import { usePollingMs } from '../../components/usePollingMs';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { DeliveriesTable } from './DeliveriesTable';
import { DeliveryFilters } from './DeliveryFilters';
import { EmptyList } from './EmptyList';
import { ExportButton } from './ExportButton';
import { isFiltered, toDeliveryFilter, toListQuery } from './listQuery';
import { ListPagination } from './ListPagination';
import { NOTHING, type Selected } from './selected';
import { SelectionBar } from './SelectionBar';
import { NO_FILTER, useListView, type ListViewControl } from './useListView';

const POLL_MS = 5_000;

/** All deliveries: found, read, sent again. */
export function DeliveriesPage() {
  const text = useText();
  const control = useListView();
  const { view, setFilter, setPage } = control;
  const [isBusy, setBusy] = React.useState(false);
  const { allowedActions } = useRBAC(PERMISSIONS.exportDeliveries);
  const { data, isError, isFetching, refetch } = useGetCalltouchDeliveriesQuery(toListQuery(view), {
    pollingInterval: usePollingMs(isBusy ? 0 : POLL_MS),
    refetchOnMountOrArgChange: true,
  });
  const filter = toDeliveryFilter(view.filter);
  const isNarrowed = isFiltered(view.filter);
  const pageCount = data?.pagination.pageCount ?? 0;

  // An address may name a page that is no longer there.
  React.useEffect(() => {
    if (pageCount > 0 && view.page > pageCount) setPage(pageCount);
  }, [pageCount, view.page, setPage]);

  return (
    <>
      <Page.Title>{text('deliveries.pageTitle')}</Page.Title>
      <Page.Main aria-busy={isFetching && !data}>
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
              // A selection belongs to its filter.
              <Results
                key={JSON.stringify(filter)}
                data={data}
                control={control}
                filter={filter}
                onBusy={setBusy}
              />
            ) : isError ? (
              <FixedAlert variant="danger" title={text('deliveries.loadFailed')}>
                <Button type="button" variant="secondary" onClick={() => void refetch()}>
                  {text('panel.retryLoading')}
                </Button>
              </FixedAlert>
            ) : (
              <Flex justifyContent="center" padding={8}>
                <Loader>{text('deliveries.loading')}</Loader>
              </Flex>
            )}
          </Flex>
        </Layouts.Content>
      </Page.Main>
    </>
  );
}

interface ResultsProps {
  data: DeliveryPage;
  control: ListViewControl;
  filter: DeliveryFilter;
  onBusy: (isBusy: boolean) => void;
}

/** The table with what belongs to it, and what is chosen in it. */
function Results({ data: { results, pagination }, control, filter, onBusy }: ResultsProps) {
  const text = useText();
  const { view, setFilter, setSort, setPageSize } = control;
  const [selected, setSelected] = React.useState<Selected>(NOTHING);
  const canSend = useRBAC(PERMISSIONS.sendDeliveries).allowedActions.canSend === true;
  const isNarrowed = isFiltered(view.filter);
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
          filter={filter}
          selected={selected}
          onSelect={setSelected}
          onBusy={onBusy}
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
            onSelect={setSelected}
          />
          <ListPagination pagination={pagination} onPageSize={setPageSize} />
        </>
      )}
    </>
  );
}
