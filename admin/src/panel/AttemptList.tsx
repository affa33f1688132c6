import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Attempt } from '../../../server/src/contracts';
import { attemptAsker } from '../components/deliveryWords';
import { ReasonText } from '../components/ReasonText';
import { useText } from '../components/useText';

/** The attempts, newest first, folded away: the status says what most people want to know. */
export function AttemptList({ attempts }: { attempts: Attempt[] }) {
  const text = useText();
  const { formatDate } = useIntl();
  if (attempts.length === 0) return null;
  return (
    <Box tag="details">
      <Typography tag="summary" variant="pi" fontWeight="bold" style={{ cursor: 'pointer' }}>
        {text('panel.history', { count: attempts.length })}
      </Typography>
      <Box tag="ol">
        {[...attempts].reverse().map((attempt) => (
          <Box tag="li" key={attempt.id} paddingTop={2} style={{ overflowWrap: 'anywhere' }}>
            <Typography variant="pi" textColor="neutral600" tag="p">
              {text('attempt.line', {
                number: attempt.number,
                moment: formatDate(attempt.startedAt, { dateStyle: 'short', timeStyle: 'medium' }),
                who: attemptAsker(attempt, text),
              })}
            </Typography>
            <Typography variant="pi" fontWeight="bold" tag="p">
              {text(`outcome.${attempt.outcome}`)}
            </Typography>
            {attempt.reason && <ReasonText reason={attempt.reason} />}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
