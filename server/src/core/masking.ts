/**
 * Hides personal data from administrators who may not see it. What is left is enough to recognise a
 * person whom one knows: the first letter of a name, the ends of a phone, the domain of an email.
 */

import type { Attempt, Delivery, Form, Lead, Preview, Reason, Warning } from '../contracts';
import {
  hidePersonal,
  HIDDEN,
  maskAnswer,
  maskEmail,
  maskName,
  maskPhone,
  personalTexts,
  type PersonalTexts,
} from './personalText';

/** A delivery without the personal data of its lead, attempts and answers. */
export function maskDelivery(delivery: Delivery): Delivery {
  const { attempts } = delivery;
  const leads = [delivery.lead, ...(attempts ?? []).map(({ request }) => request)];
  const personal = personalTexts(leads, delivery.warnings);
  return {
    ...delivery,
    requestNumber: hidePersonal(delivery.requestNumber, personal),
    lead: delivery.lead && maskLead(delivery.lead, personal),
    warnings: delivery.warnings.map((warning) => maskWarning(warning, personal)),
    reason: delivery.reason && maskReason(delivery.reason, personal),
    capture: delivery.capture && maskTexts(delivery.capture, personal),
    result: delivery.result && maskTexts(delivery.result, personal),
    isMasked: true,
    ...(attempts && { attempts: attempts.map((attempt) => maskAttempt(attempt, personal)) }),
  };
}

/**
 * A preview without personal data. Whoever asks for it writes the templates himself, so that what
 * they make of an entry is hidden in every parameter, not only in those that are meant for a person.
 */
export function maskPreview(preview: Preview, form: Form): Preview {
  const personal = personalTexts([preview.lead], preview.warnings);
  const lead = preview.lead && maskLead(preview.lead, personal);
  for (const field of ['subject', 'tags', 'requestUrl', 'requestNumber'] as const) {
    if (lead?.[field] !== undefined && /\{[{%]/.test(form.fields[field] ?? '')) {
      lead[field] = HIDDEN;
    }
  }
  return {
    ...preview,
    lead,
    reason: preview.reason && maskReason(preview.reason, personal),
    warnings: preview.warnings.map((warning) => maskWarning(warning, personal)),
    isMasked: true,
  };
}

function maskLead(lead: Lead, personal: PersonalTexts): Lead {
  const { fio, phoneNumber, email, comment, customFields, ...rest } = lead;
  const hide = (text: string) => hidePersonal(text, personal);
  return {
    ...maskTexts(rest, personal),
    ...(fio !== undefined && { fio: hide(maskName(fio)) }),
    ...(phoneNumber !== undefined && { phoneNumber: hide(maskPhone(phoneNumber)) }),
    ...(email !== undefined && { email: hide(maskEmail(email)) }),
    ...(comment !== undefined && { comment: HIDDEN }),
    customFields: customFields.map(({ name }) => ({ name, value: HIDDEN })),
  };
}

function maskAttempt(attempt: Attempt, personal: PersonalTexts): Attempt {
  return {
    ...attempt,
    request: attempt.request && maskLead(attempt.request, personal),
    response: attempt.response && maskAnswer(attempt.response, personal),
    reason: attempt.reason && maskReason(attempt.reason, personal),
  };
}

function maskReason(reason: Reason, personal: PersonalTexts): Reason {
  return {
    ...reason,
    values: maskTexts(reason.values, personal),
    text: reason.text && maskAnswer(reason.text, personal),
  };
}

function maskWarning(warning: Warning, personal: PersonalTexts): Warning {
  const { phone, ...values } = warning.values;
  const masked = maskTexts(values, personal);
  return {
    ...warning,
    values: phone === undefined ? masked : { ...masked, phone: HIDDEN },
  };
}

/** Hides personal data in every text of an object; sessions' ids and figures stay. */
function maskTexts<T extends object>(object: T, personal: PersonalTexts): T {
  const masked = Object.entries(object).map(([name, value]) => [
    name,
    typeof value === 'string' ? hidePersonal(value, personal) : value,
  ]);
  return Object.fromEntries(masked) as T;
}
