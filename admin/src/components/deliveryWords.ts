import type { Attempt, LeadResult } from '../../../server/src/contracts';
import type { Text } from './useText';

/** Who asked for an attempt, in words. */
export function attemptAsker({ trigger, requestedBy }: Attempt, text: Text): string {
  if (trigger === 'automatic') return text('attempt.automatic');
  return requestedBy ? text('attempt.by', { person: requestedBy }) : text('attempt.manual');
}

/** Where a lead came from, as `source / medium`; empty if Calltouch did not say. */
export function sourceText(result: LeadResult | null): string {
  return [result?.source, result?.medium].filter(Boolean).join(' / ');
}
