import { NO_CAPTURE } from '../../../server/src/capture/capture';
import type { Capture, Form, Lead } from '../../../server/src/contracts';
import { type LeadInput, type LeadMade, makeLead } from '../../../server/src/lead/lead';
import { compiledOf } from '../../../server/src/mapping/compiledForm';
import type { Model } from '../../../server/src/mapping/model';
import { FORM, LEAD_MODEL, models, SITE } from '../mapping/mappingModels';

export const NOTHING = NO_CAPTURE;
export const CAPTURE: Capture = {
  ...NO_CAPTURE,
  sessionId: '4794763832',
  pageUrl: 'https://example.ru/okna?utm_source=ya',
  source: 'body',
};
export const ENTRY = {
  name: 'Иван',
  phone: '8 (920) 555-00-55',
  email: 'ivan@example.ru',
  message: 'Жду',
};

type Overrides = Partial<Omit<LeadInput, 'compiled'>> & {
  model?: Model;
  fields?: Form['fields'];
  customFields?: Form['customFields'];
};

export function made({
  fields,
  customFields = [],
  model = LEAD_MODEL,
  ...input
}: Overrides = {}): LeadMade {
  const form = { ...FORM, fields: { ...FORM.fields, ...fields }, customFields };
  return makeLead({
    compiled: compiledOf(form, model, models),
    site: SITE,
    entry: ENTRY,
    capture: CAPTURE,
    submittedAtMs: Date.parse('2026-07-01T07:00:00Z'),
    requestNumber: 'lead-abc',
    baseUrl: 'https://cms.example.ru',
    transform: null,
    ...input,
  });
}

export function leadOf(overrides: Overrides = {}): Lead {
  const result = made(overrides);
  if (result.kind !== 'lead') throw new Error(JSON.stringify(result));
  return result.lead;
}
