import * as React from 'react';
import { Box, Flex, Loader, ProgressBar, Typography } from '@strapi/design-system';
import type { BulkProgress } from '../../../../server/src/contracts';
import { DELIVERY_STATUSES } from '../../../../server/src/contracts';
import { isFinal } from '../../panel/deliveryState';
import { useGetCalltouchBulkQuery } from '../../queries';
import { styled } from 'styled-components';
import { FixedAlert } from '../FixedAlert';
import { useText } from '../useText';
import { Bullets } from './bulkParts';

const POLL_MS = 1_000;
/** So many are not seen to move within a second. */
const MANY = 50;
const MANY_POLL_MS = 3_000;
/** What waits for a retry may do so for hours: then there is no use in asking each second. */
const SLOW_POLL_MS = 10_000;

/** How far a resend of many has come, and at its end what came of it. */
export function BulkProgressView({ bulkId }: { bulkId: string }) {
  const text = useText();
  const [intervalMs, setIntervalMs] = React.useState(POLL_MS);
  const { data, isError } = useGetCalltouchBulkQuery(bulkId, { pollMs: intervalMs });
  const left = data ? data.counts.pending + data.counts.sending : 0;
  const retrying = data?.retrying ?? 0;
  // What waits for a retry has been tried: it does not keep a person waiting.
  const untried = left - retrying;
  const fastMs = untried > MANY ? MANY_POLL_MS : POLL_MS;
  const nextIntervalMs = !data || untried > 0 ? fastMs : left > 0 ? SLOW_POLL_MS : 0;
  React.useEffect(() => setIntervalMs(nextIntervalMs), [nextIntervalMs]);

  if (!data) {
    return isError ? (
      <FixedAlert variant="danger" title={text('bulk.progress.failed')} />
    ) : (
      <Loader small>{text('bulk.counting')}</Loader>
    );
  }
  const settled = data.total - untried;
  const percent = Math.round((settled / data.total) * 100);
  const label = text('bulk.progress', { settled, total: data.total });
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography fontWeight="semiBold" role="status">
        {untried === 0 ? text('bulk.progress.done') : label}
      </Typography>
      {/* The design system's bar does not tell its value to those who can't see it. */}
      <WideBar value={percent} aria-valuenow={percent} aria-label={label} />
      {untried > 0 && (
        <Typography variant="pi" textColor="neutral600">
          {text('bulk.progress.goesOn')}
        </Typography>
      )}
      {isError && <FixedAlert variant="warning" title={text('bulk.progress.failed')} />}
      <Results progress={data} />
    </Flex>
  );
}

/** The design system's bar is made for a dark ground. */
const WideBar = styled(ProgressBar)`
  width: 100%;
  background: ${({ theme }) => theme.colors.neutral200};

  & > div {
    background: ${({ theme }) => theme.colors.primary600};
  }
`;

function Results({ progress }: { progress: BulkProgress }) {
  const text = useText();
  const { counts, retrying, reasons } = progress;
  const lines = [
    ...DELIVERY_STATUSES.filter((status) => isFinal({ status }) && counts[status] > 0).map(
      (status) => text('bulk.result', { status: text(`status.${status}`), count: counts[status] }),
    ),
    ...(retrying > 0 ? [text('bulk.result.retrying', { count: retrying })] : []),
  ];
  return (
    <Box>
      <Bullets lines={lines} />
      {reasons.length > 0 && (
        <Box paddingTop={3}>
          <Typography variant="pi" fontWeight="bold" tag="p">
            {text('bulk.result.reasons')}
          </Typography>
          <Bullets
            variant="pi"
            lines={reasons.map(({ code, count }) =>
              text('bulk.result.reason', { count, reason: text(`reason.${code}`, NO_VALUES) }),
            )}
          />
        </Box>
      )}
    </Box>
  );
}

/** Many deliveries have one line, so what differs between them is left open. */
const NO_VALUES = { status: '…', limit: '…', hours: '…', person: '…' };
