import * as React from 'react';
import type { ChartConfiguration } from 'chart.js';
import { useIntl } from 'react-intl';
import type { Overview } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { ChartCanvas, ChartSection, FigureTable } from './ChartSection';
import { FigureLink } from '../../components/FigureLink';
import { countsOf } from './figures';
import { STACK, useChartLook, useDayName } from './useChartLook';

/** Leads of each day by status, stacked. */
export function LeadsPerDay({ perDay, timeZone }: Pick<Overview, 'perDay' | 'timeZone'>) {
  const text = useText();
  const { formatNumber } = useIntl();
  const dayName = useDayName();
  const look = useChartLook();
  const totals = React.useMemo(() => countsOf(perDay), [perDay]);
  const statuses = React.useMemo(() => STACK.filter((status) => totals[status] > 0), [totals]);

  const config = React.useMemo<ChartConfiguration<'bar'>>(
    () => ({
      type: 'bar',
      data: {
        labels: perDay.map(({ day }) => dayName(day)),
        datasets: statuses.map((status) => ({
          label: text(`status.${status}`),
          data: perDay.map(({ counts }) => counts[status] ?? 0),
          backgroundColor: look.fillOf(status),
        })),
      },
      options: {
        ...look.options,
        interaction: { mode: 'index', intersect: false },
        plugins: { legend: look.legend },
        scales: { x: { ...look.names, stacked: true }, y: { ...look.figures, stacked: true } },
      },
    }),
    [perDay, statuses, look, text, dayName],
  );
  const gist = text('overview.perDay.gist', {
    days: perDay.length,
    figures: statuses
      .map((status) => `${text(`status.${status}`)}: ${formatNumber(totals[status])}`)
      .join(', '),
  });

  return (
    <ChartSection
      title={text('overview.perDay.title')}
      hint={text('overview.perDay.hint', { timeZone })}
      table={
        <FigureTable
          label={text('overview.perDay.title')}
          columns={[text('overview.day'), ...statuses.map((status) => text(`status.${status}`))]}
          rows={[...perDay].reverse().map(({ day, counts }) => ({
            key: day,
            cells: [
              dayName(day),
              ...statuses.map((status) => {
                const count = counts[status] ?? 0;
                if (count === 0) return formatNumber(0);
                const filter = { status: [status], from: day, to: day };
                return (
                  <FigureLink key={status} filter={filter}>
                    {formatNumber(count)}
                  </FigureLink>
                );
              }),
            ],
          }))}
        />
      }
    >
      <ChartCanvas config={config} label={gist} heightPx={320} />
    </ChartSection>
  );
}
