import * as React from 'react';
import { useIntl } from 'react-intl';
import { useTheme, type DefaultTheme } from 'styled-components';
import type { DeliveryStatus } from '../../../../server/src/contracts';
import { patternOf, type PatternKind } from './pattern';

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
