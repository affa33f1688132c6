/**
 * What of each member of an answer may be shown to whoever may not see personal data. Every member is
 * decided upon here, and one that is not does not appear.
 */
import type {
  Attempt,
  Capture,
  Delivery,
  Lead,
  LeadResult,
  Preview,
  Reason,
  Visit,
  Warning,
} from '../contracts';
import { address, maskAnswer, ofSettings, ofVisit, quoted, type Known } from './maskText';
import { HIDDEN, maskEmail, maskName, maskPhone } from './personalText';

/** Parameters that the plugin makes itself where the mapping says nothing. */
type OwnField = 'requestNumber' | 'requestDate' | 'sessionId' | 'requestUrl';

export interface Masking extends Known {
  /** Whether the plugin or the capture made this value of a lead. */
  isOwn: (field: OwnField, value: string) => boolean;
}

type Mask<T> = (value: T, masking: Masking) => T;
/** A mask for each member there is. */
type Masks<T> = { [M in keyof Required<T>]: Mask<Required<T>[M]> };

/** An object with each member masked. */
export function masked<T extends object>(masks: Masks<T>, object: T, masking: Masking): T {
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

/** The page's word: marks of ads may quote a person as well as an address may. */
const VISIT: Masks<Visit> = {
  landingPage: address,
  referrer: address,
  utmSource: ofVisit,
  utmMedium: ofVisit,
  utmCampaign: ofVisit,
  utmTerm: ofVisit,
  utmContent: ofVisit,
  yclid: ofVisit,
  gclid: ofVisit,
  ymclid: ofVisit,
  yandexClientId: quoted,
};

const CAPTURE: Masks<Capture> = {
  sessionId: orNull(quoted),
  pageUrl: orNull(address),
  source: shown,
  reason: shown,
  siteId: orNull(quoted),
  token: orNull(quoted),
  visit: by(() => VISIT),
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
const SHOWN_VALUES = new Set(['status', 'limit', 'hours', 'attribute', 'person', 'siteId']);
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

export const DELIVERY: Masks<Delivery> = {
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

export const PREVIEW: Masks<Preview> = {
  documentId: shown,
  site: shown,
  lead: orNull(by(() => LEAD)),
  reason: orNull(maskReason),
  warnings: every(by(() => WARNING)),
  isMasked: () => true,
};
