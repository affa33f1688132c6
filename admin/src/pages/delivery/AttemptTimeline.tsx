import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Attempt } from '../../../../server/src/contracts';
import { attemptAsker } from '../../components/deliveryWords';
import { ReasonText } from '../../components/ReasonText';
import { useText } from '../../components/useText';
import { prettyJson } from '../../components/prettyJson';
import { RawText } from './RawText';
import { Section } from './Section';

interface Props {
  attempts: Attempt[];
  /** The older ones are being read. */
  isLoading: boolean;
  /** Reads them; undefined where there are none. */
  onMore: (() => void) | undefined;
}

/** Attempts, newest first, with what was sent and what came back. */
export function AttemptTimeline({ attempts, isLoading, onMore }: Props) {
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
  const { formatDate } = useIntl();
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
      <Typography variant="pi" textColor="neutral600" tag="p">
        {text('attempt.line', {
          number,
          moment: formatDate(startedAt, { dateStyle: 'medium', timeStyle: 'medium' }),
          who: attemptAsker(attempt, text),
        })}
      </Typography>
      <Typography fontWeight="bold" tag="p">
        {text(`outcome.${attempt.outcome}`)}
      </Typography>
      {figures.length > 0 && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {figures.join(', ')}
        </Typography>
      )}
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
