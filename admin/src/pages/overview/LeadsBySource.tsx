import * as React from 'react';
import type { ChartConfiguration } from 'chart.js';
import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Overview } from '../../../../server/src/contracts';
import { sourceText } from '../../components/deliveryWords';
import { useText } from '../../components/useText';
import { ChartCanvas, ChartSection, FigureTable } from './ChartSection';
import { useChartLook } from './useChartLook';

/** More bars than these are hard to read; the table has all that the server names. */
const MOST_BARS = 10;
const BAR_PX = 36;
const AXIS_PX = 40;

/** Delivered leads by where Calltouch says they came from. */
export function LeadsBySource({ perSource }: Pick<Overview, 'perSource'>) {
  const text = useText();
  const { formatNumber } = useIntl();
  const look = useChartLook();
  const sources = React.useMemo(
    () =>
      perSource.map(({ source, medium, count }) => ({
        name: sourceText({ source, medium }) || text('overview.sources.none'),
        count,
      })),
    [perSource, text],
  );
  const bars = React.useMemo(() => sources.slice(0, MOST_BARS), [sources]);

  const config = React.useMemo<ChartConfiguration<'bar'>>(
    () => ({
      type: 'bar',
      data: {
        labels: bars.map(({ name }) => name),
        datasets: [
          {
            label: text('overview.sources.leads'),
            data: bars.map(({ count }) => count),
            backgroundColor: look.line,
            maxBarThickness: 20,
          },
        ],
      },
      options: {
        ...look.options,
        indexAxis: 'y',
        plugins: { legend: { display: false } },
        scales: { x: look.figures, y: look.names },
      },
    }),
    [bars, look, text],
  );
  const gist = bars.map(({ name, count }) => `${name}: ${formatNumber(count)}`).join(', ');
  const title = text('overview.sources.title');

  if (sources.length === 0) {
    return (
      <ChartSection title={title}>
        <Typography textColor="neutral600">{text('overview.sources.empty')}</Typography>
      </ChartSection>
    );
  }
  return (
    <ChartSection
      title={title}
      hint={text('overview.sources.hint')}
      table={
        <FigureTable
          label={title}
          columns={[text('panel.source'), text('overview.sources.leads')]}
          rows={sources.map(({ name, count }) => ({
            key: name,
            cells: [name, formatNumber(count)],
          }))}
        />
      }
    >
      <ChartCanvas
        config={config}
        label={text('overview.sources.gist', { figures: gist })}
        heightPx={AXIS_PX + BAR_PX * bars.length}
      />
    </ChartSection>
  );
}
