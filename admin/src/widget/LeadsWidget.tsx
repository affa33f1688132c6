import type * as React from 'react';
import { Widget } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DeliveryFilter } from '../../../server/src/contracts';
import { useGetCalltouchOverviewQuery } from '../queries';
import { FigureLink } from '../components/FigureLink';
import { refusalOf } from '../components/refusals';
import { useAgeText, useText } from '../components/useText';

const REFRESH_MS = 30_000;

/** The home page's word on the leads: today's, and what waits. */
export function LeadsWidget() {
  const text = useText();
  const ageText = useAgeText();
  const { data, error } = useGetCalltouchOverviewQuery(1, {
    pollMs: REFRESH_MS,
    refetchOnMountOrArgChange: true,
  });

  if (!data && refusalOf(error)?.name === 'ForbiddenError') {
    return <Widget.NoPermissions />;
  }
  if (!data) return error ? <Widget.Error /> : <Widget.Loading />;
  const { counts, oldestPendingAgeMs, paused, perDay } = data;
  if (Object.values(counts).every((count) => count === 0)) {
    return <Widget.NoData>{text('widget.empty')}</Widget.NoData>;
  }
  const { day, counts: today } = perDay.at(-1) ?? { day: '', counts: {} };
  const span = { from: day, to: day };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Box
        tag="dl"
        display="grid"
        style={{ gap: '1.6rem', gridTemplateColumns: 'repeat(auto-fit, minmax(11rem, 1fr))' }}
      >
        <Figure
          name={text('widget.delivered')}
          when={text('widget.today')}
          count={today.delivered ?? 0}
          filter={{ status: ['delivered'], ...span }}
        />
        <Figure
          name={text('widget.waiting')}
          when={text('widget.now')}
          count={counts.pending + counts.sending}
          filter={{ status: ['pending', 'sending'] }}
        />
        <Figure
          name={text('widget.failed')}
          when={text('widget.today')}
          count={today.failed ?? 0}
          filter={{ status: ['failed'], ...span }}
        />
      </Box>
      {paused && <Line>{text('widget.paused')}</Line>}
      {oldestPendingAgeMs !== null && (
        <Line>{text('widget.oldest', { age: ageText(oldestPendingAgeMs) })}</Line>
      )}
    </Flex>
  );
}

interface FigureProps {
  name: string;
  when: string;
  count: number;
  filter: DeliveryFilter;
}

function Figure({ name, when, count, filter }: FigureProps) {
  const { formatNumber } = useIntl();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography tag="dt" variant="omega" textColor="neutral800">
        {name}
        <Typography tag="span" variant="pi" textColor="neutral600" display="block">
          {when}
        </Typography>
      </Typography>
      <Typography tag="dd" variant="alpha">
        {count === 0 ? (
          formatNumber(0)
        ) : (
          <FigureLink filter={filter}>{formatNumber(count)}</FigureLink>
        )}
      </Typography>
    </Flex>
  );
}

function Line({ children }: { children: React.ReactNode }) {
  return (
    <Typography tag="p" textColor="neutral600">
      {children}
    </Typography>
  );
}
