import { setTimeout } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { isAwaiting, type LateSession } from '../capture/lateSession';
import type { Capture, Lead, Warning } from '../contracts';
import type { Intake } from './moveIntake';
import type { OnError } from '../sending/ports';
import type { MomentIn } from '../outbox/databaseClock';
import { type DeliveryRow, leadColumns, parsed } from '../outbox/rows';
import { deliveriesIn } from '../outbox/tables';

/** A beacon may overtake the form that it belongs to: so often it is looked for again, and when. */
const LOOKS_AGAIN = 3;
const LOOK_MS = 500;
/** So many wait for that at once: a flood of tokens that nobody knows takes no more. */
const MOST_WAITING = 100;

/** What late sessions are put onto their leads with. */
export interface LateSessionsContext {
  strapi: Core.Strapi;
  momentIn: MomentIn;
  intake: Pick<Intake, 'moveAll'>;
  /**
   * Whether the lead of a content type takes the captured session as it is; else it is rendered anew,
   * as a template or a transform has its say.
   */
  takesSession: (contentType: string) => boolean;
  wake: () => void;
  onError: OnError;
}

/**
 * Makes what takes a session that a page told late: the lead that waits for it goes out with it, at
 * once. A token that is unknown or used, or whose lead has been sent, changes nothing.
 *
 * @returns a function that resolves after the first look, and never rejects
 */
export function createLateSessions(
  context: LateSessionsContext,
): (late: LateSession) => Promise<void> {
  let waiting = 0;
  const look = (late: LateSession) =>
    putOnto(context, late).catch((error: unknown) => {
      context.onError('put a late session onto its lead', error);
      return true;
    });
  const lookAgain = async (late: LateSession) => {
    waiting += 1;
    for (let left = LOOKS_AGAIN; left > 0; left -= 1) {
      await setTimeout(LOOK_MS, undefined, { ref: false });
      if (await look(late)) break;
    }
    waiting -= 1;
  };
  return async (late) => {
    if (!(await look(late)) && waiting < MOST_WAITING) void lookAgain(late);
  };
}

/** @returns whether there is a lead of the token, sent or not */
async function putOnto(
  { strapi, momentIn, intake, takesSession, wake }: LateSessionsContext,
  { token, sessionId }: LateSession,
): Promise<boolean> {
  await intake.moveAll();
  const rows: DeliveryRow[] = await deliveriesIn(strapi).where({ token }).orderBy('id');
  for (const row of rows) {
    const before = parsed<Capture>(row.capture);
    const lead = parsed<Lead>(row.lead);
    if (row.status !== 'pending' || row.attempt_count > 0 || !before || !lead) continue;
    if (!isAwaiting(before)) continue;
    const capture: Capture = { ...before, sessionId, source: 'body', reason: null };
    const isTaken = takesSession(row.content_type);
    const withSession = isTaken ? { ...lead, sessionId } : lead;
    const written: number = await deliveriesIn(strapi)
      // Whoever has claimed it meanwhile sends it as it was.
      .where({ id: row.id, status: 'pending', attempt_count: 0 })
      .update({
        ...leadColumns(withSession, capture, parsed<Warning[]>(row.warnings) ?? []),
        ...(!isTaken && { render_anew: true }),
        next_attempt_at: momentIn(0),
      });
    if (written > 0) wake();
  }
  return rows.length > 0;
}
