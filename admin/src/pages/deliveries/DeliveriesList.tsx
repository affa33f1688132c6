import type * as React from 'react';
import { Pagination as StrapiPagination, useRBAC } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  EmptyStateLayout,
  Flex,
  LinkButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Link } from 'react-router-dom';
import type { DeliveryPage, Pagination } from '../../../../server/src/contracts';
import { SETTINGS_ADDRESS } from '../../addresses';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { DeliveriesTable } from './DeliveriesTable';
import { DEFAULT_PAGE_SIZE, isFiltered, NO_FILTER, PAGE_SIZES } from './listQuery';
import { shownOf, type Selected } from './selected';
import { SelectionBar } from './SelectionBar';
import type { ListViewControl } from './useListView';

interface Props {
  data: DeliveryPage;
  control: ListViewControl;
  selected: Selected;
  onSelect: React.Dispatch<React.SetStateAction<Selected>>;
  onAsk: (kind: 'send' | 'cancel', selection: { ids: number[] } | 'all') => void;
}

/** The table with what belongs to it, and what is chosen in it. */
export function DeliveriesList({
  data: { results, pagination },
  control: { view, setFilter, setSort, setPageSize },
  selected: chosen,
  onSelect,
  onAsk,
}: Props) {
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

interface EmptyProps {
  isFiltered: boolean;
  onReset: () => void;
}

/** What to do where there is nothing to show. */
function EmptyList({ isFiltered, onReset }: EmptyProps) {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.readSettings);
  if (isFiltered) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('deliveries.noMatch')}
        action={
          <Button type="button" variant="secondary" onClick={onReset}>
            {text('deliveries.reset')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={text('deliveries.none')}
      action={
        allowedActions.canRead ? (
          <LinkButton tag={Link} to={SETTINGS_ADDRESS} variant="secondary">
            {text('deliveries.toSettings')}
          </LinkButton>
        ) : undefined
      }
    />
  );
}

interface PaginationProps {
  pagination: Pagination;
  onPageSize: (pageSize: number) => void;
}

/**
 * Links to the pages, and how many deliveries one of them holds. Strapi's own choice of the size
 * would write a search with signs like "+" into the address as it is.
 */
function ListPagination({ pagination, onPageSize }: PaginationProps) {
  const text = useText();
  const { pageCount, pageSize, total } = pagination;
  return (
    <StrapiPagination.Root pageCount={pageCount} total={total} defaultPageSize={DEFAULT_PAGE_SIZE}>
      <Flex gap={2}>
        <SingleSelect
          size="S"
          aria-label={text('deliveries.pageSize')}
          value={String(pageSize)}
          onChange={(value) => onPageSize(Number(value))}
        >
          {PAGE_SIZES.map((size) => (
            <SingleSelectOption key={size} value={String(size)}>
              {size}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Typography textColor="neutral600" tag="span" aria-hidden>
          {text('deliveries.pageSize')}
        </Typography>
      </Flex>
      <StrapiPagination.Links />
    </StrapiPagination.Root>
  );
}
