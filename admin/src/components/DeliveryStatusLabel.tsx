import { Status, Typography } from '@strapi/design-system';
import type { DeliveryStatus } from '../../../server/src/contracts';
import { useText } from './useText';

const VARIANTS: Record<
  DeliveryStatus,
  'secondary' | 'primary' | 'success' | 'danger' | 'warning' | 'neutral'
> = {
  pending: 'secondary',
  sending: 'primary',
  delivered: 'success',
  failed: 'danger',
  unknown: 'warning',
  skipped: 'neutral',
  cancelled: 'neutral',
};

/** A delivery's status in words; its colour only repeats them. */
export function DeliveryStatusLabel({ status }: { status: DeliveryStatus }) {
  const text = useText();
  return (
    <Status variant={VARIANTS[status]} size="S">
      <Typography
        tag="span"
        variant="omega"
        fontWeight="bold"
        // Strapi's orange on its yellow has a contrast of 2.7, and 4.5 can be read by everybody.
        textColor={VARIANTS[status] === 'warning' ? 'neutral800' : undefined}
      >
        {text(`status.${status}`)}
      </Typography>
    </Status>
  );
}
