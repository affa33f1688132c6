import type { Core } from '@strapi/strapi';
import type { Form, Settings, SettingsError } from '../contracts';
import { DEFAULT_SETTINGS, parseSettings } from './parseSettings';
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
  const readStored = async () =>
    ((await store.get({ key: 'settings' })) ?? null) as StoredSettings | null;
  const marks = await openFormMarks(strapi, async () => ({
    activations: (await readStored())?.activations ?? {},
    sweptIds: ((await store.get({ key: 'sweep' })) ?? {}) as Record<string, number>,
  }));
  let markOf: Awaited<ReturnType<FormMarks['read']>> = new Map();

  const load = async (): Promise<void> => {
    const stored = await readStored();
    const text = JSON.stringify(stored);
    if (stored === null || text === known) {
      // Somebody may have said that this is a copy.
      markOf = await marks.read();
      return;
    }
    const enabled = stored.settings.forms.filter((form) => form.enabled);
    markOf = await marks.keep(
      enabled.map(({ contentType }) => contentType),
      Date.now(),
    );
    known = text;
    settings = stored.settings;
    forms = new Map(settings.forms.map((form) => [form.contentType, form]));
  };
  await load();
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
  activations?: Record<string, { atMs: number }>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
