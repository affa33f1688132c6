/** The settings as the page's inputs hold them, and the way there and back. */
import type {
  DeliverySettings,
  Form,
  LeadField,
  Settings,
  SettingsError,
  Site,
} from '../../../../server/src/contracts';
import { LEAD_FIELDS } from '../../../../server/src/contracts';
import { siteKeys, temporaryKey } from './siteKeys';

/** Most custom fields of a lead, by Calltouch's rules. */
export const CUSTOM_FIELDS_LIMIT = 20;

export interface SiteDraft extends Omit<Site, 'hosts'> {
  /** Stays the same while the row is edited and moved. */
  id: string;
  /** One host a line. */
  hosts: string;
}

export interface CustomFieldDraft {
  id: string;
  name: string;
  value: string;
}

export interface FormDraft extends Omit<Form, 'condition' | 'fields' | 'customFields'> {
  id: string;
  /** JSON, or empty. */
  condition: string;
  fields: Record<LeadField, string>;
  customFields: CustomFieldDraft[];
}

/** Rules of delivery that are a number, each with an input. */
const NUMBERS = ['giveUpAfterHours', 'sessionGraceMs', 'retentionDays'] as const;
type NumberName = (typeof NUMBERS)[number];

/** The rules of delivery; a number is null while its input is empty. */
export type DeliveryDraft = Omit<DeliverySettings, NumberName> & Record<NumberName, number | null>;

export interface Draft {
  sites: SiteDraft[];
  forms: FormDraft[];
  delivery: DeliveryDraft;
}

/** Whether two values of the draft, plain data, say the same. */
export function isEqual(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

let lastId = 0;
/** An id for a row that the page added. */
export function newId(): string {
  lastId += 1;
  return `row-${lastId}`;
}

/** Templates with every member present, as inputs need them. */
export function allFields(fields: Form['fields']): FormDraft['fields'] {
  return Object.fromEntries(LEAD_FIELDS.map((name) => [name, fields[name] ?? ''])) as Record<
    LeadField,
    string
  >;
}

/**
 * @param previous the draft that was saved: rows at the same place keep their ids, so an open form
 * stays open.
 */
export function toDraft({ sites, forms, delivery }: Settings, previous?: Draft): Draft {
  return {
    sites: sites.map((site, index) => ({
      ...site,
      id: previous?.sites[index]?.id ?? newId(),
      hosts: site.hosts.join('\n'),
    })),
    forms: forms.map((form, index) => formDraft(form, previous?.forms[index])),
    delivery,
  };
}

function formDraft(form: Form, previous?: FormDraft): FormDraft {
  return {
    ...form,
    id: previous?.id ?? newId(),
    condition: form.condition === null ? '' : JSON.stringify(form.condition, null, 2),
    fields: allFields(form.fields),
    customFields: form.customFields.map((field, index) => ({
      ...field,
      id: previous?.customFields[index]?.id ?? newId(),
    })),
  };
}

/** What only the page can refuse: what is no settings document yet. */
export function draftErrors(draft: Draft): SettingsError[] {
  return [
    ...draft.forms.flatMap((form, index) => formErrors(form, ['forms', String(index)])),
    ...NUMBERS.flatMap((name) =>
      draft.delivery[name] === null ? [error(['delivery', name], 'empty')] : [],
    ),
  ];
}

function formErrors(form: FormDraft, path: string[]): SettingsError[] {
  const errors: SettingsError[] = [];
  if (form.contentType === '') errors.push(error([...path, 'contentType'], 'noContentType'));
  if (readCondition(form.condition) === undefined) {
    errors.push(error([...path, 'condition'], 'conditionJson'));
  }
  return errors;
}

function error(path: string[], code: string): SettingsError {
  return { path, code, values: {}, message: code };
}

/** @returns undefined where the text is no JSON object */
export function readCondition(text: string): Form['condition'] | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The form as the server takes it; a condition that is no JSON counts as none. */
export function toForm({ id: _id, ...form }: FormDraft): Form {
  return {
    ...form,
    condition: readCondition(form.condition) ?? null,
    customFields: form.customFields.map(({ name, value }) => ({ name, value })),
  };
}

/** The document as the server takes it; only for a draft without {@link draftErrors}. */
export function toSettings({ sites, forms, delivery }: Draft): Settings {
  const keys = siteKeys(sites);
  return {
    sites: sites.map(({ id: _id, hosts, key, ...site }) => ({
      ...site,
      key: keys.get(key) ?? key,
      hosts: hostLines(hosts),
    })),
    forms: forms
      .map(toForm)
      .map(({ site, ...form }) => ({ ...form, site: site && (keys.get(site) ?? site) })),
    delivery: {
      ...delivery,
      giveUpAfterHours: delivery.giveUpAfterHours ?? 0,
      sessionGraceMs: delivery.sessionGraceMs ?? 0,
      retentionDays: delivery.retentionDays ?? 0,
    },
  };
}

function hostLines(text: string): string[] {
  return text.split(/[\s,;]+/).filter((line) => line !== '');
}

/** An empty form, switched on: whoever adds one wants its leads. */
export function newForm(): FormDraft {
  return {
    id: newId(),
    contentType: '',
    enabled: true,
    site: null,
    sendOn: 'create',
    condition: '',
    fields: allFields({}),
    customFields: [],
    writeBack: {},
  };
}

/** An empty site. */
export function newSite(): SiteDraft {
  const id = newId();
  return {
    id,
    key: temporaryKey(id),
    name: '',
    siteId: '',
    modId: '',
    hosts: '',
    timeZone: 'Europe/Moscow',
  };
}
