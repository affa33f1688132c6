import * as React from 'react';
import { Checkbox, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { styled } from 'styled-components';
import type { Delivery } from '../../../../server/src/contracts';
import { useGetCalltouchFormsQuery, useGetCalltouchSitesQuery } from '../../queries';
import { PlainTable, TableBox } from '../../components/PlainTable';
import { useText } from '../../components/useText';
import { DeliveryRow } from './DeliveryRow';
import type { ListView, Order, Sortable } from './listQuery';
import { isSelected, pageToggled, toggled, type Selected } from './selected';

interface Props {
  rows: Delivery[];
  sort: ListView['sort'];
  onSort: (by: Sortable, order: Order) => void;
  /** Null: nothing can be selected. */
  selected: Selected | null;
  onSelect: React.Dispatch<React.SetStateAction<Selected>>;
}

/** One row a delivery; wider than a small screen, then it scrolls in its own box. */
export function DeliveriesTable({ rows, sort, onSort, selected, onSelect }: Props) {
  const text = useText();
  const { data: forms = [] } = useGetCalltouchFormsQuery();
  const { data: sites = [] } = useGetCalltouchSitesQuery();
  const shownRows = React.useRef(rows);
  shownRows.current = rows;
  // The same for all rows and at all times: a row is drawn anew only if it has changed itself.
  const toggle = React.useCallback(
    (id: number) => onSelect((before) => toggled(before, id, shownRows.current)),
    [onSelect],
  );
  const isAll = selected !== null && rows.every(({ id }) => isSelected(selected, id));
  const isSome = selected !== null && rows.some(({ id }) => isSelected(selected, id));
  const sortable = (name: Sortable) => (
    <SortHeader name={name} sort={sort} onSort={onSort}>
      {text(`deliveries.column.${name}`)}
    </SortHeader>
  );
  const plain = (...names: ('form' | 'site' | 'contact' | 'requestId' | 'source' | 'error')[]) => (
    <th scope="col">
      {names.map((name) => (
        <Typography key={name} tag="div" variant="sigma" textColor="neutral600">
          {text(`deliveries.column.${name}`)}
        </Typography>
      ))}
    </th>
  );
  return (
    <TableBox>
      <PlainTable aria-label={text('deliveries.table')}>
        <thead>
          <tr>
            {selected && (
              <th scope="col">
                <Checkbox
                  aria-label={text('deliveries.selectPage')}
                  checked={isAll ? true : isSome ? 'indeterminate' : false}
                  onCheckedChange={() => onSelect(pageToggled(selected, rows, !isAll))}
                />
              </th>
            )}
            {sortable('submittedAt')}
            {sortable('status')}
            {plain('contact')}
            {plain('error')}
            {plain('form', 'site')}
            {plain('source', 'requestId')}
            {sortable('attemptCount')}
            {sortable('deliveredAt')}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DeliveryRow
              key={row.id}
              delivery={row}
              form={
                forms.find(({ contentType }) => contentType === row.contentType)?.displayName ??
                row.contentType
              }
              site={sites.find(({ key }) => key === row.site)?.name ?? row.site}
              isSelected={selected && isSelected(selected, row.id)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      </PlainTable>
    </TableBox>
  );
}

interface SortHeaderProps {
  name: Sortable;
  sort: ListView['sort'];
  onSort: (by: Sortable, order: Order) => void;
  children: string;
}

const HeaderButton = styled.button`
  display: inline-flex;
  align-items: center;
  gap: 4px;
  padding: 4px 0;
  background: none;
  border: 0;
  cursor: pointer;
`;

function SortHeader({ name, sort, onSort, children }: SortHeaderProps) {
  const isSorted = sort.by === name;
  const Icon = sort.order === 'asc' ? CaretUp : CaretDown;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.order === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <HeaderButton
        type="button"
        // The newest and the most first: that is what people look for.
        onClick={() => onSort(name, isSorted && sort.order === 'desc' ? 'asc' : 'desc')}
      >
        <Typography variant="sigma" textColor="neutral600">
          {children}
        </Typography>
        {isSorted && <Icon width="1.2rem" height="1.2rem" fill="neutral600" aria-hidden />}
      </HeaderButton>
    </th>
  );
}
