import * as React from 'react';
import { Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { styled } from 'styled-components';
import type { Attempt } from '../../../../server/src/contracts';
import { attemptAsker, ReasonText } from '../../components/deliveryWords';
import { useMomentText, useText } from '../../components/useText';
import { useCopy } from '../../components/useCopy';
import { useGetCalltouchDeliveryQuery } from '../../queries';
import { prettyJson } from '../../components/prettyJson';
import { Section, Note } from '../../components/Section';

/** So many are asked for again and again while something happens. */
export const RECENT_ATTEMPTS = 20;

/** The recent attempts, and the older ones once somebody wants to see them: those change no more. */
export function DeliveryAttempts({ id, recent }: { id: number; recent: Attempt[] }) {
  const [isWhole, setWhole] = React.useState(false);
  const { data, isLoading } = useGetCalltouchDeliveryQuery({ id }, { skip: !isWhole });
  const first = recent[0]?.number ?? 0;
  const older = data?.attempts?.filter(({ number }) => number < first) ?? [];
  const hasMore = recent.length === RECENT_ATTEMPTS && !data;
  return (
    <AttemptTimeline
      attempts={[...older, ...recent]}
      isLoading={isLoading}
      onMore={hasMore ? () => setWhole(true) : undefined}
    />
  );
}

interface TimelineProps {
  attempts: Attempt[];
  /** The older ones are being read. */
  isLoading: boolean;
  /** Reads them; undefined where there are none. */
  onMore: (() => void) | undefined;
}

/** Attempts, newest first, with what was sent and what came back. */
function AttemptTimeline({ attempts, isLoading, onMore }: TimelineProps) {
  const text = useText();
  return (
    <Section title={text('delivery.page.timeline')}>
      {attempts.length === 0 ? (
        <Typography>{text('delivery.page.noAttempts')}</Typography>
      ) : (
        <Flex tag="ol" direction="column" alignItems="stretch" gap={5}>
          {[...attempts].reverse().map((attempt) => (
            <AttemptItem key={attempt.id} attempt={attempt} />
          ))}
        </Flex>
      )}
      {onMore && (
        <Box paddingTop={5}>
          <Button type="button" variant="tertiary" loading={isLoading} onClick={onMore}>
            {text('delivery.page.olderAttempts')}
          </Button>
        </Box>
      )}
    </Section>
  );
}

const COLOURS = {
  accepted: 'success600',
  rejected: 'danger600',
  throttled: 'warning600',
  retry: 'warning600',
  uncertain: 'warning600',
} as const;

function AttemptItem({ attempt }: { attempt: Attempt }) {
  const text = useText();
  const moment = useMomentText();
  const { number, startedAt, durationMs, httpStatus, request, response } = attempt;
  const figures = [
    httpStatus !== null && text('delivery.page.httpStatus', { status: String(httpStatus) }),
    durationMs !== null &&
      (durationMs < 1000
        ? text('delivery.page.durationMs', { ms: Math.round(durationMs) })
        : text('delivery.page.durationS', { seconds: Math.round(durationMs / 100) / 10 })),
  ].filter(Boolean);
  return (
    <Box
      tag="li"
      paddingLeft={4}
      borderColor={COLOURS[attempt.outcome]}
      borderStyle="solid"
      borderWidth="0 0 0 3px"
      style={{ overflowWrap: 'anywhere' }}
    >
      <Note>
        {text('attempt.line', {
          number,
          moment: moment(startedAt),
          who: attemptAsker(attempt, text),
        })}
      </Note>
      <Typography fontWeight="bold" tag="p">
        {text(`outcome.${attempt.outcome}`)}
      </Typography>
      {figures.length > 0 && <Note>{figures.join(', ')}</Note>}
      {attempt.possibleDuplicate && (
        <Typography variant="pi" textColor="warning700" tag="p">
          {text('delivery.page.duplicate')}
        </Typography>
      )}
      {attempt.reason && <ReasonText reason={attempt.reason} />}
      <RawText
        title={text('delivery.page.request')}
        copyLabel={text('delivery.page.copyRequest', { number })}
      >
        {request && JSON.stringify(request, null, 2)}
      </RawText>
      <RawText
        title={text('delivery.page.response')}
        copyLabel={text('delivery.page.copyResponse', { number })}
      >
        {response && prettyJson(response)}
      </RawText>
    </Box>
  );
}

const Summary = styled.summary`
  cursor: pointer;
  font-weight: 600;
  color: ${({ theme }) => theme.colors.neutral800};
`;

const Pre = styled.pre`
  flex: 1;
  min-width: 0;
  max-height: 32rem;
  overflow: auto;
  margin: 0;
  font-family: monospace;
  font-size: 1.2rem;
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  color: ${({ theme }) => theme.colors.neutral800};
`;

interface RawTextProps {
  title: string;
  copyLabel: string;
  children: string | null;
}

/** A text for those who want to know exactly, folded away. */
function RawText({ title, copyLabel, children }: RawTextProps) {
  const text = useText();
  const copy = useCopy();
  return (
    <Box tag="details" paddingTop={2}>
      <Summary>{title}</Summary>
      {children ? (
        <Flex alignItems="flex-start" gap={2} background="neutral100" hasRadius padding={3}>
          {/* A long text scrolls, so the keyboard must reach it. */}
          <Pre tabIndex={0} role="region" aria-label={title}>
            {children}
          </Pre>
          <IconButton type="button" label={copyLabel} onClick={() => void copy(children)}>
            <Duplicate />
          </IconButton>
        </Flex>
      ) : (
        <Note>{text('delivery.page.rawErased')}</Note>
      )}
    </Box>
  );
}
