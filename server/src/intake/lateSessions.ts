import { setTimeout } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { isAwaiting, type LateSession } from '../capture/lateSession';
import type { Capture, Lead, Warning } from '../contracts';
import type { Intake } from './moveIntake';
import type { PluginConfig } from '../config';
import type { SettingsStore } from '../settings/settingsStore';
import type { OnError } from '../sending/ports';
import type { MomentIn } from '../outbox/databaseClock';
import { type DeliveryRow, leadColumns, parsed } from '../outbox/rows';
import { deliveriesIn } from '../outbox/tables';

/** A beacon may overtake the form that it belongs to: so often it is looked for again, and when. */
const LOOKS_AGAIN = 3;
const LOOK_MS = 500;
/** So many wait for that at once: a flood of tokens that nobody knows takes no more. */
const MOST_WAITING = 100;
/** So many leads of one token are looked at. */
const MOST_OF_TOKEN = 20;

/** What late sessions are put onto their leads with. */
export interface LateSessionsContext {
  strapi: Core.Strapi;
  momentIn: MomentIn;
  intake: Pick<Intake, 'moveAll'>;
  settings: Pick<SettingsStore, 'anyFormOf'>;
  config: Pick<PluginConfig, 'transformLead'>;
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

/** @returns whether all is done that can be: false where a look a little later may find more */
async function putOnto(
  { strapi, settings, config, momentIn, intake, wake }: LateSessionsContext,
  { token, sessionId }: LateSession,
): Promise<boolean> {
  await intake.moveAll();
  const known: { id: number } | undefined = await deliveriesIn(strapi)
    .select('id')
    .where({ token })
    .first();
  if (!known) return false;
  // Of one filling there are few; of a token that somebody stores again and again no more are read.
  const rows: DeliveryRow[] = await deliveriesIn(strapi)
    .where({ token, attempt_count: 0, status: 'pending' })
    .orderBy('id', 'desc')
    .limit(MOST_OF_TOKEN);
  for (const row of rows) {
    const before = parsed<Capture>(row.capture);
    const lead = parsed<Lead>(row.lead);
    if (!before || !lead || !isAwaiting(before)) continue;
    const capture: Capture = { ...before, sessionId, source: 'body', reason: null };
    const isOfTemplate = Boolean(settings.anyFormOf(row.content_type)?.fields.sessionId);
    const withSession = isOfTemplate || config.transformLead ? lead : { ...lead, sessionId };
    const written: number = await deliveriesIn(strapi)
      // Whoever has claimed it meanwhile sends it as it was.
      .where({ id: row.id, status: 'pending', attempt_count: 0 })
      .whereRaw('coalesce(claim_number, 0) = ?', [row.claim_number ?? 0])
      .update({
        ...leadColumns(withSession, capture, parsed<Warning[]>(row.warnings) ?? []),
        // The transform has its say of the session, too.
        ...(!isOfTemplate && config.transformLead && { render_anew: true }),
        next_attempt_at: momentIn(0),
      });
    if (written > 0) wake();
  }
  // One that is claimed at this moment may be given back.
  const claimed: { id: number } | undefined = await deliveriesIn(strapi)
    .select('id')
    .where({ token, status: 'sending' })
    .first();
  return !claimed;
}
