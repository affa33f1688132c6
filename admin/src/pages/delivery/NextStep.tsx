import { Box, Typography } from '@strapi/design-system';
import type { Delivery } from '../../../../server/src/contracts';
import { useGetCalltouchOverviewQuery } from '../../queries';
import { FixedAlert } from '../../components/FixedAlert';
import { ReasonText } from '../../components/deliveryWords';
import { useMomentText, useText } from '../../components/useText';
import { doubleKey, nextStep } from '../../deliverySentences';

const REFRESH_MS = 10_000;

const VARIANTS = { failed: 'danger', unknown: 'warning', delivered: 'success' } as const;

/** Why the delivery is as it is, and what happens to it next, and when. */
export function NextStep({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const moment = useMomentText();
  const { status, reason } = delivery;
  // Only what waits can be held up by a pause or a rest.
  const { data: overview } = useGetCalltouchOverviewQuery(1, {
    skip: status !== 'pending',
    pollMs: REFRESH_MS,
    refetchOnMountOrArgChange: true,
  });
  const { requestNumber } = delivery;
  const next = nextStep(delivery, overview, Date.now());
  const double = doubleKey(delivery);
  const title = text('delivery.page.next');
  const words = (
    <>
      <Typography tag="p">
        {text(next.key, {
          requestNumber,
          moment: next.moment === null ? '' : moment(next.moment),
        })}
      </Typography>
      {double && (
        <Typography tag="p" paddingTop={2}>
          {text(double, { requestNumber, requestId: delivery.requestId ?? '' })}
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
    status === 'delivered' && double ? 'warning' : VARIANTS[status as keyof typeof VARIANTS];
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
