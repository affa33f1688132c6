import * as React from 'react';
import type { ChartConfiguration } from 'chart.js';
import { useIntl } from 'react-intl';
import type { Overview } from '../../../../server/src/contracts';
import { FixedAlert } from '../../components/FixedAlert';
import { useText } from '../../components/useText';
import { ChartCanvas, ChartSection, FigureTable } from './ChartSection';
import { FigureLink } from '../../components/FigureLink';
import { sessionDrop, sessionShare } from './figures';
import { useChartLook, useDayName } from './useChartLook';

/** So far a line may be drawn beyond the axes: half of its width, and a point. */
const CLIP_PX = 6;

/** Share of each day's leads with a session: without one their source stays unknown. */
export function SessionShare({ perDay }: Pick<Overview, 'perDay'>) {
  const text = useText();
  const { formatNumber } = useIntl();
  const dayName = useDayName();
  const look = useChartLook();
  const drop = sessionDrop(perDay);
  const share = sessionShare(perDay);
  const percent = React.useCallback(
    (part: number) => formatNumber(part, { style: 'percent', maximumFractionDigits: 0 }),
    [formatNumber],
  );

  const config = React.useMemo<ChartConfiguration<'line', (number | null)[]>>(
    () => ({
      type: 'line',
      data: {
        labels: perDay.map(({ day }) => dayName(day)),
        datasets: [
          {
            label: text('overview.sessions.share'),
            data: perDay.map((day) => sessionShare([day])),
            borderColor: look.line,
            backgroundColor: look.line,
            pointRadius: 3,
            // The points at 0 % and 100 % lie on the edge.
            clip: CLIP_PX,
            spanGaps: true,
          },
        ],
      },
      options: {
        ...look.options,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: { display: false },
          tooltip: { callbacks: { label: ({ parsed }) => percent(parsed.y ?? 0) } },
        },
        scales: {
          x: look.names,
          y: {
            ...look.figures,
            max: 1,
            ticks: {
              ...look.figures.ticks,
              // A share is no whole number.
              precision: undefined,
              stepSize: 0.25,
              callback: (part) => percent(Number(part)),
            },
          },
        },
      },
    }),
    [perDay, look, text, dayName, percent],
  );

  return (
    <ChartSection
      title={text('overview.sessions.title')}
      hint={text('overview.sessions.hint')}
      table={
        <FigureTable
          label={text('overview.sessions.title')}
          columns={[
            text('overview.day'),
            text('overview.sessions.share'),
            text('overview.sessions.with'),
            text('overview.sessions.without'),
          ]}
          rows={[...perDay].reverse().map((figures) => {
            const { day, withSession, withoutSession } = figures;
            const dayShare = sessionShare([figures]);
            const count = (number: number, hasSession: boolean) =>
              number === 0 ? (
                formatNumber(0)
              ) : (
                <FigureLink filter={{ hasSession, from: day, to: day }}>
                  {formatNumber(number)}
                </FigureLink>
              );
            return {
              key: day,
              cells: [
                dayName(day),
                dayShare === null ? '—' : percent(dayShare),
                count(withSession, true),
                count(withoutSession, false),
              ],
            };
          })}
        />
      }
    >
      {drop && (
        <FixedAlert variant="warning" title={text('overview.drop.title')}>
          {text('overview.drop.body', {
            days: drop.days,
            recent: percent(drop.recentShare),
            earlier: percent(drop.earlierShare),
          })}
        </FixedAlert>
      )}
      <ChartCanvas
        config={config}
        label={
          share === null
            ? text('overview.sessions.none')
            : text('overview.sessions.gist', { share: percent(share), days: perDay.length })
        }
        heightPx={260}
      />
    </ChartSection>
  );
}
