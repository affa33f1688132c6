import { useIntl } from 'react-intl';
import { Box, Typography } from '@strapi/design-system';
import type { Delivery, Overview } from '../../../../server/src/contracts';
import { useGetCalltouchOverviewQuery } from '../../queries';
import { FixedAlert } from '../../components/FixedAlert';
import { ReasonText } from '../../components/ReasonText';
import { useText, type Text } from '../../components/useText';
import { isStuck, isWaitingForRetry } from '../../panel/deliveryState';

const REFRESH_MS = 10_000;

const VARIANTS = { failed: 'danger', unknown: 'warning', delivered: 'success' } as const;

/** Why the delivery is as it is, and what happens to it next, and when. */
export function NextStep({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { formatDate } = useIntl();
  const { status, reason } = delivery;
  // Only what waits can be held up by a pause or a rest.
  const { data: overview } = useGetCalltouchOverviewQuery(1, {
    skip: status !== 'pending',
    pollMs: REFRESH_MS,
    refetchOnMountOrArgChange: true,
  });
  const momentOf = (iso: string | null) =>
    formatDate(iso ?? undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const next = nextText(delivery, momentOf, overview, text);
  const title = text('delivery.page.next');
  const words = (
    <>
      <Typography tag="p">{next}</Typography>
      {delivery.possibleDuplicate && (
        <Typography tag="p" paddingTop={2}>
          {text('panel.possibleDuplicate', { requestNumber: delivery.requestNumber })}
        </Typography>
      )}
      {reason && status !== 'delivered' && (
        <Box paddingTop={2}>
          <ReasonText reason={reason} />
        </Box>
      )}
    </>
  );
  const variant =
    status === 'delivered' && delivery.possibleDuplicate
      ? 'warning'
      : VARIANTS[status as keyof typeof VARIANTS];
  if (variant) {
    return (
      <FixedAlert variant={variant} title={title}>
        {words}
      </FixedAlert>
    );
  }
  return (
    <Box
      role="status"
      background="neutral0"
      hasRadius
      padding={4}
      borderColor="neutral200"
      borderStyle="solid"
      borderWidth="1px"
    >
      <Typography fontWeight="bold" tag="p">
        {title}
      </Typography>
      {words}
    </Box>
  );
}

function nextText(
  delivery: Delivery,
  momentOf: (iso: string | null) => string,
  overview: Overview | undefined,
  text: Text,
): string {
  const nowMs = Date.now();
  const moment = momentOf(delivery.nextAttemptAt);
  switch (delivery.status) {
    case 'pending':
      if (overview?.paused) return text('delivery.page.next.paused');
      if (delivery.reason?.code === 'dailyLimit') {
        return text('delivery.page.next.dailyLimit', { moment });
      }
      if (overview?.restUntil && isAfter(overview.restUntil, delivery.nextAttemptAt)) {
        return text('rest', { moment: momentOf(overview.restUntil) });
      }
      if (isWaitingForRetry(delivery, nowMs)) return text('panel.nextAttempt', { moment });
      return text(isStuck(delivery, nowMs) ? 'panel.stuck' : 'panel.busyPending');
    case 'sending':
      return text('panel.busySending');
    case 'unknown':
      return text('delivery.page.next.unknown', { requestNumber: delivery.requestNumber });
    case 'cancelled':
      return text('delivery.page.next.skipped');
    default:
      return text(`delivery.page.next.${delivery.status}`);
  }
}

/** An answer 429 lets both the ring and its own delivery wait, in two statements. */
const SAME_MOMENT_MS = 1_000;

/** Whether a moment is still to come, and comes after another one. */
function isAfter(iso: string, other: string | null): boolean {
  const otherMs = other === null ? 0 : Date.parse(other) + SAME_MOMENT_MS;
  return Date.parse(iso) > Math.max(Date.now(), otherMs);
}
