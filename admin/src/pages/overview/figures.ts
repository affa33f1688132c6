import type { DeliveryStatus, OverviewDay } from '../../../../server/src/contracts';
import { DELIVERY_STATUSES } from '../../../../server/src/contracts';

/** How many days the page can show, today's included. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];
const USUAL_PERIOD: Period = 30;

/** The period that an address names; 30 days where it names none. */
export function periodOf(text: string | null): Period {
  return PERIODS.find((period) => String(period) === text) ?? USUAL_PERIOD;
}

/** Deliveries of all these days by status. */
export function countsOf(days: OverviewDay[]): Record<DeliveryStatus, number> {
  const sum = (status: DeliveryStatus) =>
    days.reduce((total, { counts }) => total + (counts[status] ?? 0), 0);
  return Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, sum(status)])) as Record<
    DeliveryStatus,
    number
  >;
}

/** Leads that were sent to the end, well or badly. Skipped and cancelled ones were not to be sent. */
export function endedOf({ delivered, failed, unknown }: Record<DeliveryStatus, number>): number {
  return delivered + failed + unknown;
}

/** Share of the leads with a session, 0 to 1; null without leads. */
export function sessionShare(
  days: Pick<OverviewDay, 'withSession' | 'withoutSession'>[],
): number | null {
  const withSession = days.reduce((total, day) => total + day.withSession, 0);
  const leads = days.reduce((total, day) => total + day.withSession + day.withoutSession, 0);
  return leads === 0 ? null : withSession / leads;
}

/** A fall of the share of leads with a session. Shares are 0 to 1. */
export interface SessionDrop {
  /** How many of the last days. */
  days: number;
  recentShare: number;
  earlierShare: number;
}

const RECENT_DAYS = 3;
const EARLIER_DAYS = 14;
/** So much less than before is a marked fall. */
const MARKED_FALL = 2 / 3;
/** In standard errors: with few leads a low share comes about by chance. */
const CERTAINTY = 3;

/**
 * Whether the share of leads with a session has fallen markedly: in the last three days, today
 * included, against the two weeks before. A tracker that broke is seen by nothing else, for the leads
 * go out all the same.
 *
 * @param days oldest first
 * @returns null where it has not fallen, or where the leads are too few to tell
 */
export function sessionDrop(
  days: Pick<OverviewDay, 'withSession' | 'withoutSession'>[],
): SessionDrop | null {
  const recent = days.slice(-RECENT_DAYS);
  const earlier = days.slice(0, -RECENT_DAYS).slice(-EARLIER_DAYS);
  const recentShare = sessionShare(recent);
  const earlierShare = sessionShare(earlier);
  const share = sessionShare([...earlier, ...recent]);
  if (recentShare === null || earlierShare === null || share === null) return null;
  if (recentShare >= earlierShare * MARKED_FALL) return null;
  const error = Math.sqrt(share * (1 - share) * (1 / leadsOf(recent) + 1 / leadsOf(earlier)));
  if (earlierShare - recentShare < CERTAINTY * error) return null;
  return { days: RECENT_DAYS, recentShare, earlierShare };
}

function leadsOf(days: Pick<OverviewDay, 'withSession' | 'withoutSession'>[]): number {
  return days.reduce((total, day) => total + day.withSession + day.withoutSession, 0);
}
