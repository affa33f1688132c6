import { Box, Typography } from '@strapi/design-system';
import type { SkipReason } from '../../../../server/src/contracts';
import { useText } from '../useText';

/** How many were left out, and why. */
export function SkippedList({ reasons }: { reasons: Partial<Record<SkipReason, number>> }) {
  const text = useText();
  const entries = Object.entries(reasons) as [SkipReason, number][];
  if (entries.length === 0) return null;
  return (
    <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
      {entries.map(([reason, count]) => (
        <Typography tag="li" key={reason} textColor="neutral800">
          {text('bulk.skipped', { count, reason: text(`bulk.skipped.${reason}`) })}
        </Typography>
      ))}
    </Box>
  );
}
