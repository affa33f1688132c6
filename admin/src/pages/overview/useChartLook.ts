import * as React from 'react';
import { useIntl } from 'react-intl';
import { useTheme, type DefaultTheme } from 'styled-components';
import type { DeliveryStatus } from '../../../../server/src/contracts';

/** How an area is filled, so that it can be told from others without seeing colours. */
type PatternKind = 'plain' | 'rising' | 'falling' | 'crosses' | 'dots' | 'bars' | 'grid';

/** Colour and pattern of each status; beneath the first come those that people need to look at. */
const STATUS_LOOKS: Record<
  DeliveryStatus,
  { colour: keyof DefaultTheme['colors']; pattern: PatternKind }
> = {
  delivered: { colour: 'success600', pattern: 'plain' },
  failed: { colour: 'danger600', pattern: 'crosses' },
  unknown: { colour: 'warning600', pattern: 'falling' },
  pending: { colour: 'secondary600', pattern: 'rising' },
  sending: { colour: 'primary600', pattern: 'dots' },
  skipped: { colour: 'neutral600', pattern: 'bars' },
  cancelled: { colour: 'neutral600', pattern: 'grid' },
};

/** The statuses in the order in which a bar stacks them. */
export const STACK = Object.keys(STATUS_LOOKS) as DeliveryStatus[];

/** Looks of the charts in the administrator's theme and language. */
export function useChartLook() {
  const { colors } = useTheme();
  const { locale } = useIntl();
  return React.useMemo(() => {
    // A canvas inherits no font.
    const { fontFamily: family } = getComputedStyle(document.body);
    const words = { color: colors.neutral600, font: { size: 12, family } };
    return {
      fillOf(status: DeliveryStatus) {
        const { colour, pattern } = STATUS_LOOKS[status];
        return patternOf(pattern, colors[colour], colors.neutral0);
      },
      line: colors.primary600,
      options: { locale, animation: false, responsive: true, maintainAspectRatio: false } as const,
      legend: { labels: { ...words, boxWidth: 24, padding: 16 }, position: 'bottom' } as const,
      /** For an axis with days or names. */
      names: { ticks: words, grid: { display: false }, border: { color: colors.neutral200 } },
      /** For an axis with figures. */
      figures: {
        beginAtZero: true,
        ticks: { ...words, precision: 0 },
        grid: { color: colors.neutral150 },
        border: { display: false },
      },
    };
  }, [colors, locale]);
}

/** Gives the name of a day, `yyyy-mm-dd`, in the administrator's language. */
export function useDayName(): (day: string) => string {
  const { formatDate } = useIntl();
  return React.useCallback(
    (day) => formatDate(`${day}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    [formatDate],
  );
}

const SIZE_PX = 8;

/** Lines of one tile, each from x, y to x, y; drawn beyond the edges so that tiles join. */
const LINES: Record<Exclude<PatternKind, 'plain' | 'dots'>, [number, number, number, number][]> = {
  rising: [
    [-2, 2, 2, -2],
    [-2, 10, 10, -2],
    [6, 10, 10, 6],
  ],
  falling: [
    [6, -2, 10, 2],
    [-2, -2, 10, 10],
    [-2, 6, 2, 10],
  ],
  crosses: [
    [-2, -2, 10, 10],
    [-2, 10, 10, -2],
  ],
  bars: [[4, 0, 4, 8]],
  grid: [
    [4, 0, 4, 8],
    [0, 4, 8, 4],
  ],
};

/** A fill in one colour with marks in another. */
function patternOf(kind: PatternKind, colour: string, marks: string): CanvasPattern | string {
  if (kind === 'plain') return colour;
  const tile = document.createElement('canvas');
  tile.width = SIZE_PX;
  tile.height = SIZE_PX;
  const context = tile.getContext('2d');
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, SIZE_PX, SIZE_PX);
  context.strokeStyle = marks;
  context.fillStyle = marks;
  context.lineWidth = 1.5;
  if (kind === 'dots') {
    context.arc(SIZE_PX / 2, SIZE_PX / 2, 1.5, 0, 2 * Math.PI);
    context.fill();
  } else {
    for (const [fromX, fromY, toX, toY] of LINES[kind]) {
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
    }
    context.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? colour;
}
