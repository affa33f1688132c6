/**
 * Hides personal data from administrators who may not see it. Every member of an answer is decided
 * upon here, and one that is not does not appear: what a template, a transform or a visitor's page
 * made is hidden, unless it is known that it can't be a person's. What is left is enough to recognise
 * a person whom one knows: the first letter of a name, the ends of a phone, the domain of an email.
 */

import type {
  Attempt,
  Capture,
  Delivery,
  Form,
  Lead,
  LeadResult,
  Preview,
  Reason,
  Warning,
} from '../contracts';
import { address, maskAnswer, ofSettings, ofVisit, quoted, type Known } from './maskAnswer';
import { HIDDEN, maskEmail, maskName, maskPhone, personalTexts } from './personalText';
import { ownNumber } from '../lead/requestNumber';
import { clean, cleanLine } from '../lead/textLimit';

/** Parameters that the plugin makes itself where the mapping says nothing. */
type OwnField = 'requestNumber' | 'requestDate' | 'sessionId' | 'requestUrl';

interface Masking extends Known {
  /** Whether the plugin or the capture made this value of a lead. */
  isOwn: (field: OwnField, value: string) => boolean;
}

type Mask<T> = (value: T, masking: Masking) => T;
/** A mask for each member there is. */
type Masks<T> = { [M in keyof Required<T>]: Mask<Required<T>[M]> };

function masked<T extends object>(masks: Masks<T>, object: T, masking: Masking): T {
  const members = Object.entries(masks as unknown as Record<string, Mask<never>>).flatMap(
    ([name, mask]) => {
      const value = object[name as keyof T];
      return value === undefined ? [] : [[name, mask(value as never, masking)]];
    },
  );
  return Object.fromEntries(members) as T;
}

const shown = <T>(value: T): T => value;
const orNull =
  <T>(mask: Mask<T>): Mask<T | null> =>
  (value, masking) =>
    value === null ? null : mask(value, masking);
const every =
  <T>(mask: Mask<T>): Mask<T[]> =>
  (values, masking) =>
    values.map((value) => mask(value, masking));
const by =
  <T extends object>(masks: () => Masks<T>): Mask<T> =>
  (object, masking) =>
    masked(masks(), object, masking);
const own =
  (field: OwnField, mask: Mask<string> = quoted): Mask<string> =>
  (value, masking) =>
    masking.isOwn(field, value) ? mask(value, masking) : ofSettings(value, masking);

const LEAD: Masks<Lead> = {
  subject: ofSettings,
  requestNumber: own('requestNumber'),
  requestDate: own('requestDate', shown),
  sessionId: own('sessionId'),
  fio: (name, masking) => quoted(maskName(name), masking),
  phoneNumber: (phone, masking) => quoted(maskPhone(phone), masking),
  email: (email, masking) => quoted(maskEmail(email), masking),
  comment: ofSettings,
  tags: ofSettings,
  requestUrl: own('requestUrl', address),
  customFields: every(
    by(() => ({
      // No template: the settings' own word, or that of the app's transform.
      name: quoted,
      value: ofSettings,
    })),
  ),
};

const CAPTURE: Masks<Capture> = {
  sessionId: orNull(quoted),
  pageUrl: orNull(address),
  source: shown,
  reason: shown,
};

const RESULT: Masks<LeadResult> = {
  requestId: shown,
  requestNumber: orNull(quoted),
  attribution: orNull(quoted),
  source: orNull(ofVisit),
  medium: orNull(ofVisit),
  keywords: orNull(ofVisit),
  utmSource: orNull(ofVisit),
  utmMedium: orNull(ofVisit),
  utmTerm: orNull(ofVisit),
  utmContent: orNull(ofVisit),
  utmCampaign: orNull(ofVisit),
  city: orNull(ofVisit),
  ref: orNull(address),
  url: orNull(address),
  sessionId: orNull(quoted),
  yaClientId: orNull(quoted),
  guaClientId: orNull(quoted),
  clientId: orNull(quoted),
  uniqueRequest: shown,
  uniqTargetRequest: shown,
  targetRequest: shown,
  dateMs: shown,
};

/** Values of reasons and warnings that are figures, or names of the settings' own. */
const SHOWN_VALUES = new Set(['status', 'limit', 'hours', 'attribute', 'person']);
const maskValues: Mask<Record<string, string>> = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, SHOWN_VALUES.has(name) ? value : HIDDEN]),
  );

/** Reasons whose text is an error of the site's own code, which may quote anything. */
const QUOTING: Reason['code'][] = ['mappingFailed', 'transformFailed'];
const maskReason: Mask<Reason> = ({ code, values, text }, masking) => ({
  code,
  values: maskValues(values, masking),
  text: text && (QUOTING.includes(code) ? HIDDEN : maskAnswer(text, masking)),
});

const WARNING: Masks<Warning> = { field: quoted, code: shown, values: maskValues };

const ATTEMPT: Masks<Attempt> = {
  id: shown,
  number: shown,
  trigger: shown,
  requestedBy: shown,
  possibleDuplicate: shown,
  startedAt: shown,
  durationMs: shown,
  httpStatus: shown,
  outcome: shown,
  reason: orNull(maskReason),
  requestId: shown,
  request: orNull(by(() => LEAD)),
  response: orNull(maskAnswer),
};

const DELIVERY: Masks<Delivery> = {
  id: shown,
  contentType: shown,
  documentId: shown,
  locale: shown,
  site: shown,
  status: shown,
  reason: orNull(maskReason),
  warnings: every(by(() => WARNING)),
  requestNumber: own('requestNumber'),
  requestId: shown,
  requestIds: shown,
  result: orNull(by(() => RESULT)),
  lead: orNull(by(() => LEAD)),
  capture: orNull(by(() => CAPTURE)),
  trigger: shown,
  attemptCount: shown,
  possibleDuplicate: shown,
  submittedAt: shown,
  nextAttemptAt: shown,
  deliveredAt: shown,
  entryDeleted: shown,
  isMasked: () => true,
  attempts: every(by(() => ATTEMPT)),
};

const PREVIEW: Masks<Preview> = {
  documentId: shown,
  site: shown,
  lead: orNull(by(() => LEAD)),
  reason: orNull(maskReason),
  warnings: every(by(() => WARNING)),
  isMasked: () => true,
};

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
