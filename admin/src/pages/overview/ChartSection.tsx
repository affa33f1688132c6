import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { PlainTable } from '../../components/PlainTable';
import { Note } from '../../components/Section';
import { useText } from '../../components/useText';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

interface Props {
  title: string;
  hint?: string;
  /** Left out where there is nothing to switch between. */
  table?: React.ReactNode;
  children: React.ReactNode;
}

/** A part of the page: a chart, or the same figures as a table. */
export function ChartSection({ title, hint, table, children }: Props) {
  const text = useText();
  const titleId = React.useId();
  const [isTable, setTable] = React.useState(false);

  return (
    <Flex
      tag="section"
      aria-labelledby={titleId}
      direction="column"
      alignItems="stretch"
      gap={4}
      padding={6}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      minWidth={0}
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Box flex="1 1 20rem">
          <Typography id={titleId} variant="delta" tag="h2">
            {title}
          </Typography>
          {hint && <Note>{hint}</Note>}
        </Box>
        {table && (
          <Button variant="tertiary" size="S" onClick={() => setTable(!isTable)}>
            {text(isTable ? 'overview.asChart' : 'overview.asTable')}
          </Button>
        )}
      </Flex>
      {isTable ? table : children}
    </Flex>
  );
}

interface CanvasProps {
  /** Drawn anew whenever it is another object. */
  config: ChartConfiguration;
  /** What the chart shows, in a sentence. */
  label: string;
  heightPx: number;
}

/** A chart for those who see it; its figures must stand somewhere else, too. */
export function ChartCanvas({ config, label, heightPx }: CanvasProps) {
  const canvas = React.useRef<HTMLCanvasElement>(null);

  React.useEffect(() => {
    if (!canvas.current) return;
    const chart = new Chart(canvas.current, config);
    return () => chart.destroy();
  }, [config]);

  return (
    <Box position="relative" height={`${heightPx}px`} minWidth={0}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </Box>
  );
}

interface TableProps {
  /** What the table shows. */
  label: string;
  columns: string[];
  /** A row's first cell names it. */
  rows: { key: string; cells: React.ReactNode[] }[];
}

/** The figures of a chart. */
export function FigureTable({ label, columns, rows }: TableProps) {
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
