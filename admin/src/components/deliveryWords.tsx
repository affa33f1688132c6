import { Box, Status, Typography } from '@strapi/design-system';
import type {
  Attempt,
  DeliveryStatus,
  LeadField,
  LeadResult,
  Reason,
  Warning,
  WriteBackResult,
} from '../../../server/src/contracts';
import { wordsKey } from '../deliverySentences';
import { Note } from './Section';
import { inWords, useText, type Text } from './useText';

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

/** A reason in plain words, and the words that came with it beneath. */
export function ReasonText({ reason }: { reason: Reason }) {
  const text = useText();
  return (
    <Box style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="p">{text(`reason.${reason.code}`, reason.values)}</Typography>
      {reason.text && <Note>{text(wordsKey(reason.code), { words: reason.text })}</Note>}
    </Box>
  );
}

/** Warnings in words, a line each. */
export function WarningLines({
  warnings,
  isNamed,
}: {
  warnings: Warning[];
  /** With the name of its field before each; else that stands beside it anyway. */
  isNamed: boolean;
}) {
  const text = useText();
  return warnings.map((warning) => (
    <Typography
      key={`${warning.field}-${warning.code}`}
      variant="pi"
      textColor="warning700"
      tag="p"
    >
      {warningText(warning, isNamed, text)}
    </Typography>
  ));
}

function warningText({ field, code, values }: Warning, isNamed: boolean, text: Text): string {
  const words = text(`warning.${code}`, inWords(values, text));
  if (!isNamed) return text('warning.line', { words });
  const [group, name = ''] = splitOnce(field);
  const label =
    group === 'writeBack'
      ? text(name === '' ? 'writeBack.title' : `result.${name as WriteBackResult}`)
      : group === 'customFields'
        ? name || text('custom.title')
        : text(`field.${field as LeadField}`);
  return text('warning.named', { label, words });
}

/** A custom field's name may hold dots. */
function splitOnce(field: string): [string, string?] {
  const dot = field.indexOf('.');
  return dot < 0 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
}

/** Who asked for an attempt, in words. */
export function attemptAsker({ trigger, requestedBy }: Attempt, text: Text): string {
  if (trigger === 'automatic') return text('attempt.automatic');
  return requestedBy ? text('attempt.by', { person: requestedBy }) : text('attempt.manual');
}

/** Where a lead came from, as `source / medium`; empty if Calltouch did not say. */
export function sourceText(result: Pick<LeadResult, 'source' | 'medium'> | null): string {
  return [result?.source, result?.medium].filter(Boolean).join(' / ');
}
