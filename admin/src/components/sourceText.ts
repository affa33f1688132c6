import type { LeadResult } from '../../../server/src/contracts';

/** Where a lead came from, as `source / medium`; empty if Calltouch did not say. */
export function sourceText(result: LeadResult | null): string {
  return [result?.source, result?.medium].filter(Boolean).join(' / ');
}
