/**
 * Hides personal data from administrators who may not see it: what a template, a transform or a
 * visitor's page made is hidden, unless it is known that it can't be a person's. What is left is enough to recognise
 * a person whom one knows: the first letter of a name, the ends of a phone, the domain of an email.
 */

import type { Delivery, Form, Lead, Preview, Reason, Warning } from '../contracts';
import { maskAnswer } from './maskText';
import { DELIVERY, masked, PREVIEW, type Masking } from './maskRules';
import { HIDDEN, personalTexts } from './personalText';
import { ownNumber } from '../lead/requestNumber';
import { clean, cleanLine } from '../lead/textLimit';

/** Wall clocks are up to fourteen hours off UTC. */
const FARTHEST_ZONE_MS = 14 * 60 * 60 * 1000;

/**
 * A delivery without the personal data of its lead, attempts and answers.
 *
 * @param words texts of the settings, see `settingsWords`
 */
export function maskDelivery(delivery: Delivery, words: ReadonlySet<string>): Delivery {
  const { capture, submittedAt } = delivery;
  const number = ownNumber(delivery.contentType, delivery.documentId);
  const isOwn: Masking['isOwn'] = (field, value) => {
    switch (field) {
      case 'requestNumber':
        return value === number;
      case 'requestDate':
        return Math.abs(wallClockMs(value) - Date.parse(submittedAt)) <= FARTHEST_ZONE_MS;
      case 'sessionId':
        return value === capture?.sessionId;
      case 'requestUrl':
        return value === capture?.pageUrl;
    }
  };
  const leads = [delivery.lead, ...(delivery.attempts ?? []).map(({ request }) => request)];
  const reasons = [delivery.reason, ...(delivery.attempts ?? []).map(({ reason }) => reason)];
  return masked(DELIVERY, delivery, maskingOf(leads, reasons, delivery.warnings, words, isOwn));
}

/** A preview without personal data. Whoever asks for it writes the templates himself. */
export function maskPreview(preview: Preview, form: Mapping): Preview {
  const isOwn: Masking['isOwn'] = (field) => (form.fields?.[field] ?? '') === '';
  const { lead, reason, warnings } = preview;
  const words = settingsWords([form]);
  return masked(PREVIEW, preview, maskingOf([lead], [reason], warnings, words, isOwn));
}

/** Calltouch's words on a lead, without what they may quote of it. */
export function withoutPerson(text: string | null, lead: Lead | null): string | null {
  if (text === null) return null;
  return maskAnswer(
    text,
    maskingOf([lead], [], [], new Set(), () => false),
  );
}

/** A delivery of which nothing is shown but how it stands: for where the masking itself failed. */
export function hideAll(delivery: Delivery): Delivery {
  const { id, contentType, documentId, locale, site, status, trigger, attemptCount } = delivery;
  const { possibleDuplicate, submittedAt, nextAttemptAt, deliveredAt, entryDeleted } = delivery;
  return {
    ...{ id, contentType, documentId, locale, site, status, trigger, attemptCount },
    ...{ possibleDuplicate, submittedAt, nextAttemptAt, deliveredAt, entryDeleted },
    reason: delivery.reason && { code: delivery.reason.code, values: {}, text: null },
    warnings: [],
    requestNumber: HIDDEN,
    requestId: delivery.requestId,
    requestIds: delivery.requestIds,
    result: null,
    lead: null,
    capture: null,
    isMasked: true,
    ...(delivery.attempts && { attempts: [] }),
  };
}

/** A form's templates; an unsaved one may leave members out. */
type Mapping = Partial<Pick<Form, 'fields' | 'customFields'>>;

/** What of the mappings is the same for every entry. */
export function settingsWords(forms: Mapping[]): Set<string> {
  const templates = forms.flatMap(({ fields = {}, customFields = [] }) => [
    ...Object.values(fields),
    ...customFields.map(({ value }) => value),
  ]);
  const constants = templates.filter((text) => text !== '' && !/\{[{%]/.test(text));
  return new Set(constants.flatMap((text) => [clean(text), cleanLine(text)]));
}

function maskingOf(
  maybeLeads: (Lead | null)[],
  reasons: (Reason | null)[],
  warnings: Warning[],
  words: ReadonlySet<string>,
  isOwn: Masking['isOwn'],
): Masking {
  const leads = maybeLeads.filter((lead) => lead !== null);
  const phones = [...warnings, ...reasons].flatMap((item) => item?.values.phone ?? []);
  const made = leads.flatMap(({ subject, tags, comment, requestNumber, sessionId, ...lead }) => [
    ...[subject, tags, comment, ...lead.customFields.map(({ value }) => value)],
    requestNumber && isOwn('requestNumber', requestNumber) ? '' : requestNumber,
    sessionId && isOwn('sessionId', sessionId) ? '' : sessionId,
  ]);
  const free = made.filter((text) => text !== undefined && !words.has(text)) as string[];
  return { personal: personalTexts(leads, { phones, free }), words, isOwn };
}

/** `dd.mm.yyyy hh:mm:ss` as if it were UTC's. */
function wallClockMs(date: string): number {
  const [day, time] = date.split(' ');
  return Date.parse(`${day?.split('.').reverse().join('-')}T${time}Z`);
}
