import type * as React from 'react';
import { Box, Typography } from '@strapi/design-system';
import { PlainTable } from '../../components/PlainTable';

interface Props {
  /** What the table shows. */
  label: string;
  columns: string[];
  /** A row's first cell names it. */
  rows: { key: string; cells: React.ReactNode[] }[];
}

/** The figures of a chart. */
export function FigureTable({ label, columns, rows }: Props) {
  return (
    // Whoever uses the keyboard alone can scroll it too.
    <Box role="region" aria-label={label} tabIndex={0} maxHeight="48rem" overflow="auto">
      <PlainTable aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                <Typography variant="sigma" textColor="neutral600">
                  {column}
                </Typography>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...figures] }) => (
            <tr key={key}>
              <th scope="row">
                <Typography textColor="neutral800">{name}</Typography>
              </th>
              {figures.map((figure, index) => (
                <td key={columns[index + 1]}>
                  <Typography textColor="neutral800">{figure}</Typography>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Box>
  );
}
