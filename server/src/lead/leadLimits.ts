/** Brings texts into the form in which Calltouch takes them; what can't be brought is left out. */
import type { CustomField, Lead, LeadField, Warning } from '../contracts';
import { sessionIdOf } from '../capture/capture';
import { pageUrlOf } from '../capture/pageUrl';
import { leadPhone } from './phone';
import { readRequestDate } from './requestDate';
import { clean, cleanLine, cut } from './textLimit';

/** Parameters as templates or a transform gave them. */
export interface RawLead {
  fields: Partial<Record<LeadField, string>>;
  customFields: CustomField[];
}

/** What goes out where a parameter is empty or can't be taken. */
export interface LeadDefaults {
  sessionId: string | null;
  requestUrl: string | null;
  /** `dd.mm.yyyy hh:mm:ss` */
  requestDate: string;
  requestNumber: string;
}

export interface LimitedLead {
  lead: Lead;
  warnings: Warning[];
  /** The text of a phone that is no number Calltouch can take; it is in the comment. */
  impossiblePhone: string | null;
}

/**
 * Most UTF-16 units of each parameter. Calltouch's page limits `subject` and `requestNumber` and says
 * nothing of the others: their limits are ours, wide enough for every honest form.
 */
export const LEAD_LIMITS = {
  subject: 256,
  requestNumber: 256,
  fio: 256,
  email: 256,
  comment: 4000,
  tags: 1000,
  customFieldName: 256,
  customFieldValue: 1000,
} as const;

/** Calltouch's page: at most 20. */
export const CUSTOM_FIELDS_LIMIT = 20;

/** A phone's text in the comment; more is no phone and would crowd the comment out. */
const PHONE_TEXT_LIMIT = 200;

/** Applies the limits of every parameter. Empty ones are absent from the lead. */
export function limitLead(raw: RawLead, defaults: LeadDefaults, timeZone: string): LimitedLead {
  const warnings: Warning[] = [];
  const warn = (field: string, code: Warning['code'], values: Warning['values'] = {}) =>
    warnings.push({ field, code, values });

  const limited = (field: string, text: string, limit: number) => {
    const result = cut(text, limit);
    if (result.cut) warn(field, 'cut', { limit: String(limit) });
    return result.text.trimEnd();
  };
  const line = (field: 'subject' | 'requestNumber' | 'fio' | 'email' | 'tags') =>
    limited(field, cleanLine(raw.fields[field] ?? ''), LEAD_LIMITS[field]);

  const sessionId = () => {
    const text = cleanLine(raw.fields.sessionId ?? '');
    const mapped = sessionIdOf(text);
    if (mapped === null && text !== '') warn('sessionId', 'invalidSessionId');
    return mapped ?? sessionIdOf(defaults.sessionId) ?? '';
  };
  const requestUrl = () => {
    const text = cleanLine(raw.fields.requestUrl ?? '');
    const mapped = pageUrlOf(text);
    if (mapped === null && text !== '') warn('requestUrl', 'invalidRequestUrl');
    // The page's address comes from the visitor's request as it is.
    return mapped ?? pageUrlOf(cleanLine(defaults.requestUrl ?? '')) ?? '';
  };
  const requestDate = () => {
    const text = cleanLine(raw.fields.requestDate ?? '');
    const date = readRequestDate(text, timeZone);
    if (date === null && text !== '') warn('requestDate', 'invalidRequestDate');
    return date ?? defaults.requestDate;
  };

  const phone = leadPhone(clean(raw.fields.phoneNumber ?? ''));
  const phoneText = (text: string) => limited('phoneNumber', cleanLine(text), PHONE_TEXT_LIMIT);
  const impossiblePhone = phone.kind === 'impossible' ? phoneText(phone.text) : null;
  if (impossiblePhone !== null) {
    warn('phoneNumber', 'phoneMovedToComment', { phone: impossiblePhone });
  }
  const remainder = phone.kind === 'number' ? phone.remainder : undefined;
  const phoneRemainder = remainder === undefined ? impossiblePhone : phoneText(remainder);
  if (phone.kind === 'number' && phone.warning) {
    warn('phoneNumber', phone.warning, { phone: phoneRemainder ?? '' });
  }
  const comment = () => {
    const phoneLine = phoneRemainder === null ? '' : `Телефон: ${phoneRemainder}`;
    const room = LEAD_LIMITS.comment - (phoneLine === '' ? 0 : phoneLine.length + 1);
    const text = limited('comment', clean(raw.fields.comment ?? ''), room);
    // A transform may return a comment that has the line already.
    const lines = text.includes(phoneLine) ? [text] : [text, phoneLine];
    return lines.filter((part) => part !== '').join('\n');
  };

  const customFields = raw.customFields
    .map(({ name, value }) => {
      const field = `customFields.${name}`;
      const limitedName = limited(field, cleanLine(name), LEAD_LIMITS.customFieldName);
      return {
        name: limitedName,
        value: limited(field, clean(value), LEAD_LIMITS.customFieldValue),
      };
    })
    .filter(({ name, value }) => name !== '' && value !== '');
  if (customFields.length > CUSTOM_FIELDS_LIMIT) {
    warn('customFields', 'customFieldsOverLimit', { limit: String(CUSTOM_FIELDS_LIMIT) });
  }

  const fields: Record<LeadField, string> = {
    subject: line('subject'),
    requestNumber: line('requestNumber') || defaults.requestNumber,
    requestDate: requestDate(),
    sessionId: sessionId(),
    fio: line('fio'),
    phoneNumber: phone.kind === 'number' ? phone.phoneNumber : '',
    email: line('email'),
    comment: comment(),
    tags: line('tags'),
    requestUrl: requestUrl(),
  };
  const filled = Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
  return {
    lead: { ...filled, customFields: customFields.slice(0, CUSTOM_FIELDS_LIMIT) },
    warnings,
    impossiblePhone,
  };
}
