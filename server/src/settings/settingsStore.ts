import type { Core } from '@strapi/strapi';
import type { Form, Settings, SettingsError } from '../contracts';
import { OWN_ERROR } from '../sending/errorWords';
import { DEFAULT_SETTINGS, parseSettings, readSettings } from './parseSettings';
import { databaseErrors } from './conditionCheck';
import { openFormMarks, type FormMarks } from '../entries/formMarks';
import { isContentType, modelsOf } from './contentTypes';

const STORE = { type: 'plugin', name: 'calltouch' } as const;
/** Another instance may have saved; a lead may be sent by settings that are so old. */
const REFRESH_MS = 5_000;

/** The settings document, kept in memory: hooks must not read the database for it. */
export interface SettingsStore {
  current(): Settings;
  /** The enabled form of a content type, or null. */
  formOf(contentType: string): Form | null;
  /** The form of a content type, enabled or not. */
  anyFormOf(contentType: string): Form | null;
  /** Since when a content type is a form, epoch ms: older entries are no submissions; null: it is none. */
  sinceMsOf(contentType: string): number | null;
  marks: FormMarks;
  /** Validates and stores; nothing is stored if there is any error. */
  save(document: unknown): Promise<{ settings: Settings } | { errors: SettingsError[] }>;
  /** Checks a document without storing it. */
  check(document: unknown): Promise<{ settings: Settings } | { errors: SettingsError[] }>;
  stop(): void;
}

/**
 * Loads the settings and keeps them fresh.
 *
 * @param onSaved done after each save on this instance
 */
export async function createSettingsStore(
  strapi: Core.Strapi,
  onError: (error: unknown) => void,
  onSaved: () => Promise<void>,
): Promise<SettingsStore> {
  const store = strapi.store(STORE);
  let settings: Settings = DEFAULT_SETTINGS;
  let forms = new Map<string, Form>();
  let known = '';
  const readStored = async () => {
    const stored = (await store.get({ key: 'settings' })) as Partial<StoredSettings> | undefined;
    return stored ?? null;
  };
  const marks = await openFormMarks(strapi, async () => ({
    activations: (await readStored())?.activations ?? {},
    sweptIds: ((await store.get({ key: 'sweep' })) ?? {}) as Record<string, number>,
  }));
  let markOf: Awaited<ReturnType<FormMarks['read']>> = new Map();

  const loadNow = async (): Promise<void> => {
    const stored = await readStored();
    const text = JSON.stringify(stored);
    const isChanged = stored !== null && text !== known;
    const read = isChanged ? readSettings(stored.settings) : settings;
    const next = read ?? settings;
    const enabled = next.forms.filter((form) => form.enabled);
    // Each time: an import of content, or another instance that had not heard of a form, may have taken
    // a mark away. What this process knew of it stands.
    const before = markOf;
    markOf = await marks.keep(
      enabled.map(({ contentType }) => contentType),
      (contentType) => before.get(contentType)?.sinceMs ?? Date.now(),
      // What can't be read says nothing of which forms are off.
      isChanged && read !== null,
    );
    if (!isChanged) return;
    known = text;
    settings = next;
    forms = new Map(settings.forms.map((form) => [form.contentType, form]));
    if (read) return;
    const words = 'what is stored is no settings document; the settings before it stay in force';
    throw Object.assign(new Error(words), { name: OWN_ERROR });
  };
  let loading = Promise.resolve();
  const load = (): Promise<void> => {
    loading = loading.catch(() => undefined).then(loadNow);
    return loading;
  };
  await load().catch((error: unknown) => {
    if (known === '') throw error;
    onError(error);
  });
  const timer = setInterval(() => void load().catch(onError), REFRESH_MS);
  timer.unref();

  const check = async (document: unknown) => {
    const parsed = parseSettings(document, {
      models: modelsOf(strapi),
      isContentType: (uid) => isContentType(strapi, uid),
    });
    // A form that does not fit hides no trouble of another.
    const forms: unknown = isRecord(document) ? document.forms : null;
    const listed: unknown[] = Array.isArray(forms) ? forms : [];
    const errors = await databaseErrors(
      strapi,
      listed.map((form) => (isRecord(form) ? form : {})),
    );
    if ('errors' in parsed) return { errors: [...parsed.errors, ...errors] };
    return errors.length > 0 ? { errors } : parsed;
  };

  return {
    current: () => settings,
    formOf(contentType) {
      const form = forms.get(contentType);
      return form?.enabled ? form : null;
    },
    anyFormOf: (contentType) => forms.get(contentType) ?? null,
    sinceMsOf: (contentType) => markOf.get(contentType)?.sinceMs ?? null,
    marks,
    check,
    async save(document) {
      const checked = await check(document);
      if ('errors' in checked) return checked;
      const value: StoredSettings = { settings: checked.settings };
      await store.set({ key: 'settings', value });
      await load();
      await onSaved();
      return checked;
    },
    stop: () => clearInterval(timer),
  };
}

interface StoredSettings {
  settings: Settings;
  /** Of an older version. */
  activations?: Record<string, { atMs?: unknown } | null>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
