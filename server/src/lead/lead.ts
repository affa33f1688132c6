/** Makes the lead of a submission: renders the mapping, limits it, lets the app have its say. */
import {
  type Capture,
  LEAD_FIELDS,
  type Lead,
  type Reason,
  type Site,
  type Warning,
} from '../contracts';
import type { CompiledForm, CompiledTemplate } from '../mapping/compiledForm';
import { type LeadDefaults, limitLead, type RawLead } from './leadLimits';
import { requestDate } from './requestDate';
import { transformed } from './transformLead';

export interface LeadInput {
  compiled: CompiledForm;
  site: Site;
  /** The entry, populated with what `populateFor` says. */
  entry: Record<string, unknown>;
  capture: Capture;
  /** Moment of the submission, ms since 1970. */
  submittedAtMs: number;
  /** The plugin's own number, used where the mapping gives none. */
  requestNumber: string;
  /** The server's own address, for media that are stored without one. */
  baseUrl: string;
  /** The config's `transformLead`, bound to the entry; null if there is none. */
  transform: null | ((lead: Lead) => unknown);
}

export type LeadMade =
  | { kind: 'lead'; lead: Lead; warnings: Warning[] }
  | { kind: 'failed' | 'skipped'; lead: Lead | null; reason: Reason; warnings: Warning[] };

/**
 * Makes the lead. Never throws: a bug in here must not cost the visitor's submission, so it becomes
 * `failed` with `mappingFailed`.
 *
 * `failed` is also a lead without name, phone and email, and one that the transform broke; `skipped`
 * one that the transform refused. A phone that is no number goes into the comment.
 */
export function makeLead(input: LeadInput): LeadMade {
  try {
    return make(input);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', lead: null, reason: reason('mappingFailed', text), warnings: [] };
  }
}

function make(input: LeadInput): LeadMade {
  const { site, capture } = input;
  const defaults: LeadDefaults = {
    sessionId: capture.sessionId,
    requestUrl: capture.pageUrl,
    requestDate: requestDate(input.submittedAtMs, site.timeZone),
    requestNumber: input.requestNumber,
  };
  const rendered = renderMapping(input);
  const mapped = limitLead(rendered.raw, defaults, site.timeZone);
  let { lead, impossiblePhone } = mapped;
  let warnings = [...foreignTracker(input), ...rendered.warnings, ...mapped.warnings];

  if (input.transform) {
    const result = transformed(input.transform, lead);
    if (result.kind === 'rejected') {
      return { kind: 'skipped', lead, reason: reason('transformRejected', null), warnings };
    }
    if (result.kind === 'broken') {
      return { kind: 'failed', lead, reason: reason('transformFailed', result.text), warnings };
    }
    // What the transform took away is gone; only number and date are no one's to take.
    const kept = { ...defaults, sessionId: null, requestUrl: null };
    const limited = limitLead(result.raw, kept, site.timeZone);
    lead = limited.lead;
    impossiblePhone = limited.impossiblePhone ?? impossiblePhone;
    warnings = [...warnings, ...limited.warnings];
  }

  if (lead.fio ?? lead.phoneNumber ?? lead.email) return { kind: 'lead', lead, warnings };
  const noContact = reason('noContact', null);
  if (impossiblePhone !== null) noContact.values.phone = impossiblePhone;
  return { kind: 'failed', lead, reason: noContact, warnings };
}

/** A tracker of another account: its sessions say nothing to this site's. */
function foreignTracker({ site, capture: { sessionId, siteId } }: LeadInput): Warning[] {
  if (sessionId === null || siteId === null || siteId === site.siteId) return [];
  const values = { siteId: site.siteId, trackerSiteId: siteId };
  return [{ field: 'sessionId', code: 'foreignTracker', values }];
}

function reason(code: Reason['code'], text: string | null): Reason {
  return { code, values: {}, text };
}

function renderMapping(input: LeadInput): { raw: RawLead; warnings: Warning[] } {
  const { compiled, site, baseUrl } = input;
  const options = { baseUrl, timeZone: site.timeZone };
  const entry = compiled.of(input.entry, input.capture.visit, options);
  const warnings: Warning[] = [];

  const render = (field: string, template: CompiledTemplate): string => {
    for (const attribute of template.missing) {
      warnings.push({ field, code: 'attributeMissing', values: { attribute } });
    }
    const rendered = template.render(entry);
    if ('text' in rendered) return rendered.text;
    warnings.push({ field, code: 'templateFailed', values: { message: rendered.error } });
    return '';
  };

  const fields: RawLead['fields'] = {};
  for (const field of LEAD_FIELDS) fields[field] = '';
  for (const template of compiled.fields) fields[template.field] = render(template.field, template);
  const customFields = compiled.customFields.map((template) => ({
    name: template.name,
    value: render(`customFields.${template.name}`, template),
  }));
  return { raw: { fields, customFields }, warnings };
}
