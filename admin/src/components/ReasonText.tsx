import { Box, Typography } from '@strapi/design-system';
import type { Reason } from '../../../server/src/contracts';
import { wordsKey } from '../deliverySentences';
import { useText } from './useText';

/** A reason in plain words, and the words that came with it beneath. */
export function ReasonText({ reason }: { reason: Reason }) {
  const text = useText();
  return (
    <Box style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="p">{text(`reason.${reason.code}`, reason.values)}</Typography>
      {reason.text && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {text(wordsKey(reason.code), { words: reason.text })}
        </Typography>
      )}
    </Box>
  );
}
