import type { Capture, Form, Settings, Trigger } from '../contracts';
import { makeLead, type LeadInput, type LeadMade } from '../lead/lead';
import { ownNumber } from '../lead/requestNumber';
import { compiledOf } from '../mapping/compiledForm';
import type { Model, Models } from '../mapping/model';
import { siteOf } from '../capture/site';
import type { NewDelivery } from '../sending/ports';

/** A submission whose entry has been read with everything that the form's templates name. */
export interface Submission {
  form: Form;
  model: Model;
  entry: Record<string, unknown>;
  entryId: string;
  capture: Capture;
  submittedAtMs: number;
  /** What keeps it from being sent, if something does. */
  skip: 'clone' | 'condition' | null;
  trigger: Trigger;
  requestedBy: string | null;
}

/** What leads are made with, the same for all. */
export type LeadContext = Pick<LeadInput, 'baseUrl'> & {
  models: Models;
  settings: Settings;
  transform: (submission: Pick<Submission, 'entry' | 'form'>) => LeadInput['transform'];
};

/** Makes the row that freezes a submission's lead, or the reason why there is none. */
export function newDelivery(submission: Submission, context: LeadContext): NewDelivery {
  if (submission.skip !== null) {
    const reason = { code: submission.skip, values: {}, text: null };
    return { ...baseOf(submission), status: 'skipped', reason };
  }
  const { made, siteKey } = leadOf(submission, context);
  return {
    ...baseOf(submission),
    siteKey,
    status: made.kind === 'lead' ? 'pending' : made.kind,
    reason: made.kind === 'lead' ? null : made.reason,
    lead: made.lead,
    warnings: made.warnings,
  };
}

/** The row of a submission whose entry could not be read whole, or whose condition not be asked. */
export function failedDelivery(
  submission: Submission,
  code: 'mappingFailed' | 'conditionFailed',
  error: unknown,
): NewDelivery {
  // A database's message may quote the values of a row, and those are a person's.
  const text = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    ...baseOf(submission),
    status: 'failed',
    reason: { code, values: {}, text },
  };
}

function baseOf(submission: Submission) {
  return {
    contentType: submission.form.contentType,
    entryId: submission.entryId,
    entryLocale: typeof submission.entry.locale === 'string' ? submission.entry.locale : null,
    siteKey: '',
    lead: null,
    capture: submission.capture,
    warnings: [],
    requestNumber: ownNumber(submission.form.contentType, submission.entryId),
    submittedAtMs: submission.submittedAtMs,
    trigger: submission.trigger,
    requestedBy: submission.requestedBy,
  };
}

/** Renders a submission's lead by the present settings. */
export function leadOf(
  submission: Pick<
    Submission,
    'form' | 'model' | 'entry' | 'entryId' | 'capture' | 'submittedAtMs'
  >,
  context: LeadContext,
): { made: LeadMade; siteKey: string } {
  const { form, model, entry, capture, submittedAtMs } = submission;
  const site = siteOf(context.settings, form, capture.pageUrl);
  if (!site) {
    const reason = { code: 'noSite' as const, values: {}, text: null };
    return { made: { kind: 'failed', lead: null, reason, warnings: [] }, siteKey: '' };
  }
  const made = makeLead({
    compiled: compiledOf(form, model, context.models),
    site,
    entry,
    capture,
    submittedAtMs,
    requestNumber: ownNumber(form.contentType, submission.entryId),
    baseUrl: context.baseUrl,
    transform: context.transform(submission),
  });
  return { made, siteKey: site.key };
}
