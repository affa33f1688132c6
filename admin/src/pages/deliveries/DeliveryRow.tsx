import * as React from 'react';
import {
  Box,
  Checkbox,
  Link as PlainLink,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link, useLocation } from 'react-router-dom';
import type { Delivery } from '../../../../server/src/contracts';
import { deliveryAddress, entryAddress } from '../../addresses';
import { DeliveryStatusLabel, sourceText } from '../../components/deliveryWords';
import { useText } from '../../components/useText';

interface Props {
  delivery: Delivery;
  /** What people call its form and its site. */
  form: string;
  site: string | null;
  /** Null: it can't be selected. */
  isSelected: boolean | null;
  onToggle: (id: number) => void;
}

/** A delivery's row. Two lines a cell, so that all of them fit on a screen. */
export const DeliveryRow = React.memo(function DeliveryRow({
  delivery,
  form,
  site,
  isSelected,
  onToggle,
}: Props) {
  const text = useText();
  const { formatDate } = useIntl();
  const { id, reason, requestId, requestNumber } = delivery;
  const day = (iso: string) => formatDate(iso, { dateStyle: 'short' });
  const time = (iso: string) => formatDate(iso, { timeStyle: 'medium' });
  return (
    <tr>
      {isSelected !== null && (
        <td>
          <Checkbox
            aria-label={text('deliveries.selectRow', { requestNumber })}
            checked={isSelected}
            onCheckedChange={() => onToggle(id)}
          />
        </td>
      )}
      <td>
        <DeliveryLink id={id}>
          {day(delivery.submittedAt)} <Quiet>{time(delivery.submittedAt)}</Quiet>
        </DeliveryLink>
      </td>
      <td>
        <DeliveryStatusLabel status={delivery.status} />
      </td>
      <td>
        <Contact delivery={delivery} />
      </td>
      <td>
        {reason && delivery.status !== 'delivered' ? (
          <Clipped width="16rem">
            {[text(`reason.${reason.code}`, reason.values), reason.text].filter(Boolean).join(' ')}
          </Clipped>
        ) : (
          <Plain>{null}</Plain>
        )}
      </td>
      <td>
        {delivery.entryDeleted ? (
          <Plain>{form}</Plain>
        ) : (
          <PlainLink tag={Link} to={entryAddress(delivery)}>
            {form}
            <VisuallyHidden>{text('deliveries.openEntry')}</VisuallyHidden>
          </PlainLink>
        )}
        {site && <Quiet>{site}</Quiet>}
      </td>
      <td>
        <Plain>{sourceText(delivery.result)}</Plain>
        {requestId && <Quiet>{requestId}</Quiet>}
      </td>
      <td>
        <Plain>{String(delivery.attemptCount)}</Plain>
      </td>
      <td>
        <Plain>{delivery.deliveredAt && day(delivery.deliveredAt)}</Plain>
        {delivery.deliveredAt && <Quiet>{time(delivery.deliveredAt)}</Quiet>}
      </td>
    </tr>
  );
});

/** Leads to the delivery's page, which leads back to this view. */
function DeliveryLink({ id, children }: { id: number; children: React.ReactNode }) {
  const { search } = useLocation();
  return (
    <PlainLink tag={Link} to={deliveryAddress(id)} state={{ search }}>
      {children}
    </PlainLink>
  );
}

/** Who can be called back. */
function Contact({ delivery: { lead, status } }: { delivery: Delivery }) {
  const text = useText();
  if (!lead) {
    return status === 'skipped' || status === 'failed' ? (
      <Plain>{null}</Plain>
    ) : (
      <Typography textColor="neutral600">{text('deliveries.erased')}</Typography>
    );
  }
  const { fio, phoneNumber, email } = lead;
  return (
    <Box>
      {fio && <Clipped width="16rem">{fio}</Clipped>}
      {[phoneNumber && `+${phoneNumber}`, email].filter(Boolean).map((line) => (
        <Clipped key={line} width="16rem" isQuiet>
          {String(line)}
        </Clipped>
      ))}
    </Box>
  );
}

/** The second line of a cell. */
function Quiet({ children }: { children: string }) {
  return (
    <Typography tag="span" display="block" variant="pi" textColor="neutral600">
      {children}
    </Typography>
  );
}

/** A text, or a dash that is read out as nothing. */
function Plain({ children }: { children: string | null }) {
  const text = useText();
  return children ? (
    <Typography textColor="neutral800">{children}</Typography>
  ) : (
    <>
      <Typography textColor="neutral600" aria-hidden>
        –
      </Typography>
      <VisuallyHidden>{text('deliveries.empty')}</VisuallyHidden>
    </>
  );
}

/** The whole text is there for a screen reader; the eye finds it on the delivery's own page. */
function Clipped({
  width,
  isQuiet = false,
  children,
}: {
  width: string;
  isQuiet?: boolean;
  children: string;
}) {
  return (
    <Box maxWidth={width}>
      <Typography
        tag="p"
        ellipsis
        title={children}
        variant={isQuiet ? 'pi' : 'omega'}
        textColor={isQuiet ? 'neutral600' : 'neutral800'}
      >
        {children}
      </Typography>
    </Box>
  );
}
