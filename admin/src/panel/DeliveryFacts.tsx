import type * as React from 'react';
import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import type { Delivery } from '../../../server/src/contracts';
import { deliveryAddress } from '../addresses';
import { DeliveryStatusLabel } from '../components/DeliveryStatusLabel';
import { ReasonText } from '../components/ReasonText';
import { sourceText } from '../components/deliveryWords';
import { useText } from '../components/useText';
import { useWarningText } from '../components/useWarningText';
import { doubleKey, isKeptBack, noSourceKey } from '../deliverySentences';
import { isStuck, isWaitingForRetry } from './deliveryState';

/** Status, result and what a person should know of the delivery. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { formatDate } = useIntl();
  const warningText = useWarningText();
  const { status, reason, result, requestId, warnings, attemptCount } = delivery;
  const moment = (iso: string) => formatDate(iso, { dateStyle: 'medium', timeStyle: 'medium' });
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
      {warnings.map((warning) => (
        <Typography
          key={`${warning.field}-${warning.code}`}
          variant="pi"
          textColor="warning700"
          tag="p"
        >
          {warningText(warning, true)}
        </Typography>
      ))}
      <Link tag={NavLink} to={deliveryAddress(delivery.id)}>
        {text('panel.details')}
      </Link>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Box style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="dt" variant="pi" textColor="neutral600">
        {name}
      </Typography>
      <Typography tag="dd">{children}</Typography>
    </Box>
  );
}
