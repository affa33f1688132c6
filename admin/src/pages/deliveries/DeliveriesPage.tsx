import * as React from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Loader, Typography } from '@strapi/design-system';
import type { Selection } from '../../api';
import { useGetCalltouchDeliveriesQuery } from '../../queries';
import { FixedAlert } from '../../components/FixedAlert';
import { PageNavigation } from '../../components/PageNavigation';
import { refusalsOf } from '../../components/refusals';
import { useCodeText, useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { DeliveriesList } from './DeliveriesList';
import { DeliveryFilters } from './DeliveryFilters';
import { ExportButton } from './ExportButton';
import { isFiltered, NO_FILTER, toDeliveryFilter, toListQuery } from './listQuery';
import { NOTHING, type Selected } from './selected';
import { useListView } from './useListView';

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
              <DeliveriesList
                data={data}
                control={control}
                selected={selected}
                onSelect={setSelected}
                onAsk={(kind, selection) =>
                  setAsked({ kind, selection: selection === 'all' ? { filter } : selection })
                }
              />
            ) : isError ? (
              <Failure
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

interface FailureProps {
  error: unknown;
  onReset: () => void;
  onRetry: () => void;
}

/** Why there is no list: the server refuses the filters of the address, or does not answer. */
function Failure({ error, onReset, onRetry }: FailureProps) {
  const text = useText();
  const codeText = useCodeText();
  const refusals = refusalsOf(error) ?? [];
  if (refusals.length === 0) {
    return (
      <FixedAlert variant="danger" title={text('deliveries.loadFailed')}>
        <Button type="button" variant="secondary" onClick={onRetry}>
          {text('panel.retryLoading')}
        </Button>
      </FixedAlert>
    );
  }
  return (
    <FixedAlert variant="danger" title={text('deliveries.refused')}>
      {refusals.map(({ path, code, values, message }) => (
        <Typography key={path.join('.')} tag="p">
          {path.join('.')}: {codeText('error', code, values, message)}
        </Typography>
      ))}
      <Box paddingTop={2}>
        <Button type="button" variant="secondary" onClick={onReset}>
          {text('deliveries.reset')}
        </Button>
      </Box>
    </FixedAlert>
  );
}
