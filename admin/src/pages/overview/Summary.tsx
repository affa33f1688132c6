import * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Overview } from '../../../../server/src/contracts';
import { useAgeText, useText } from '../../components/useText';
import { FigureLink } from '../../components/FigureLink';
import { countsOf, endedOf } from './figures';

const SECONDS_A_MINUTE = 60;

/** What matters most, in figures and words. */
export function Summary({ overview }: { overview: Overview }) {
  const text = useText();
  const ageText = useAgeText();
  const { formatNumber } = useIntl();
  const { counts, perDay, oldestPendingAgeMs, requestsPerSecond } = overview;
  const ofPeriod = countsOf(perDay);
  const ended = endedOf(ofPeriod);
  const span = { from: perDay[0]?.day, to: perDay.at(-1)?.day };
  const waiting = counts.pending + counts.sending;

  return (
    <Box
      tag="dl"
      display="grid"
      style={{
        gap: '1.6rem',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 26rem), 1fr))',
      }}
    >
      <Fact
        name={text('overview.success.title')}
        figure={
          ended === 0
            ? '—'
            : formatNumber(ofPeriod.delivered / ended, {
                style: 'percent',
                maximumFractionDigits: 1,
              })
        }
      >
        {text('overview.success.body', { delivered: ofPeriod.delivered, ended })}
      </Fact>
      <Fact
        name={text('overview.trouble.title')}
        figure={formatNumber(ofPeriod.failed + ofPeriod.unknown)}
      >
        {ofPeriod.failed > 0 && (
          <FigureLink filter={{ status: ['failed'], ...span }}>
            {text('overview.trouble.failed', { count: ofPeriod.failed })}
          </FigureLink>
        )}
        {ofPeriod.unknown > 0 && (
          <FigureLink filter={{ status: ['unknown'], ...span }}>
            {text('overview.trouble.unknown', { count: ofPeriod.unknown })}
          </FigureLink>
        )}
        {ofPeriod.failed + ofPeriod.unknown === 0 && text('overview.trouble.none')}
      </Fact>
      <Fact name={text('overview.waiting.title')} figure={formatNumber(waiting)}>
        {oldestPendingAgeMs !== null &&
          text('overview.waiting.oldest', { age: ageText(oldestPendingAgeMs) })}
        {waiting > 0 ? (
          <FigureLink filter={{ status: ['pending', 'sending'] }}>
            {text('overview.waiting.link')}
          </FigureLink>
        ) : (
          text('overview.waiting.none')
        )}
      </Fact>
      <Fact name={text('overview.rate.title')} figure={formatNumber(overview.sentLastMinute)}>
        {requestsPerSecond === 0
          ? text('overview.rate.noLimit')
          : text('overview.rate.limit', {
              second: requestsPerSecond,
              minute: requestsPerSecond * SECONDS_A_MINUTE,
            })}
      </Fact>
    </Box>
  );
}

function Fact({
  name,
  figure,
  children,
}: {
  name: string;
  figure: string;
  children: React.ReactNode;
}) {
  return (
    <Flex
      direction="column"
      alignItems="flex-start"
      gap={1}
      padding={6}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
    >
      <Typography tag="dt" variant="sigma" textColor="neutral600">
        {name}
      </Typography>
      <Typography tag="dd" variant="alpha">
        {figure}
      </Typography>
      {React.Children.toArray(children).map((child, index) => (
        <Typography key={index} tag="dd" variant="pi" textColor="neutral600">
          {child}
        </Typography>
      ))}
    </Flex>
  );
}
