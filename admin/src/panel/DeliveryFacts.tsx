import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import type { Attempt, Delivery } from '../../../server/src/contracts';
import { deliveryAddress } from '../addresses';
import {
  attemptAsker,
  DeliveryStatusLabel,
  ReasonText,
  sourceText,
  WarningLines,
} from '../components/deliveryWords';
import { Fact, Note } from '../components/Section';
import { useMomentText, useText } from '../components/useText';
import { doubleKey, isKeptBack, noSourceKey } from '../deliverySentences';
import { isStuck, isWaitingForRetry } from './deliveryState';

/** Status, result and what a person should know of the delivery. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { status, reason, result, requestId, warnings, attemptCount } = delivery;
  const moment = useMomentText();
  const nowMs = Date.now();
  const double = doubleKey(delivery);
  const keptBack = isKeptBack(delivery);

  return (
    <>
      <Box aria-live="polite">
        <DeliveryStatusLabel status={status} />
        {delivery.nextAttemptAt !== null && !keptBack && isWaitingForRetry(delivery, nowMs) && (
          <Typography variant="pi" tag="p" paddingTop={2}>
            {text('panel.nextAttempt', { moment: moment(delivery.nextAttemptAt) })}
          </Typography>
        )}
        {!keptBack && isStuck(delivery, nowMs) && (
          <Typography variant="pi" tag="p" paddingTop={2}>
            {text('panel.stuck')}
          </Typography>
        )}
      </Box>
      {reason && status !== 'delivered' && <ReasonText reason={reason} />}
      <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
        {requestId !== null && <Fact name={text('result.requestId')}>{requestId}</Fact>}
        {status === 'delivered' && (
          <Fact name={text('panel.source')}>
            {sourceText(result) || text(noSourceKey(delivery))}
          </Fact>
        )}
        {delivery.deliveredAt !== null && (
          <Fact name={text('result.deliveredAt')}>{moment(delivery.deliveredAt)}</Fact>
        )}
        <Fact name={text('result.requestNumber')}>{delivery.requestNumber}</Fact>
        <Fact name={text('panel.attempts')}>{String(attemptCount)}</Fact>
      </Flex>
      {double && (
        <Typography variant="pi" textColor="warning700" tag="p">
          {text(double, { requestNumber: delivery.requestNumber, requestId: requestId ?? '' })}
        </Typography>
      )}
      <WarningLines warnings={warnings} isNamed />
      <Link tag={NavLink} to={deliveryAddress(delivery.id)}>
        {text('panel.details')}
      </Link>
    </>
  );
}

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
            <Note>
              {text('attempt.line', {
                number: attempt.number,
                moment: formatDate(attempt.startedAt, { dateStyle: 'short', timeStyle: 'medium' }),
                who: attemptAsker(attempt, text),
              })}
            </Note>
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
