import type { Core } from '@strapi/strapi';
import type { Form, Settings, SettingsError } from '../contracts';
import { DEFAULT_SETTINGS, parseSettings } from '../core/settings';
import { databaseErrors } from './conditions';
import { isContentType, modelsOf } from './models';

const STORE = { type: 'plugin', name: 'calltouch' } as const;
/** Another instance may have saved; a lead may be sent by settings that are so old. */
const REFRESH_MS = 5_000;

/** Since when a content type is a form: older entries are no submissions. */
export interface Activation {
  /** Epoch ms of the host that saved. */
  atMs: number;
}

/** The settings document, kept in memory: hooks must not read the database for it. */
export interface SettingsStore {
  current(): Settings;
  /** The enabled form of a content type, or null. */
  formOf(contentType: string): Form | null;
  /** The form of a content type, enabled or not. */
  anyFormOf(contentType: string): Form | null;
  activationOf(contentType: string): Activation | null;
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
  let activations: Record<string, Activation> = {};
  let forms = new Map<string, Form>();
  let known = '';

  const load = async (): Promise<void> => {
    const stored = (await store.get({ key: 'settings' })) as StoredSettings | null;
    const text = JSON.stringify(stored);
    if (stored === null || text === known) return;
    known = text;
    settings = stored.settings;
    activations = stored.activations;
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
    activationOf: (contentType) => activations[contentType] ?? null,
    check,
    async save(document) {
      const checked = await check(document);
      if ('errors' in checked) return checked;
      const value: StoredSettings = {
        settings: checked.settings,
        activations: activationsAfter(checked.settings, forms, activations),
      };
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
  activations: Record<string, Activation>;
}

/** A form that was switched on now begins now; one that was on before keeps its beginning. */
function activationsAfter(
  settings: Settings,
  before: Map<string, Form>,
  activations: Record<string, Activation>,
): Record<string, Activation> {
  const now: Activation = { atMs: Date.now() };
  return Object.fromEntries(
    settings.forms
      .filter((form) => form.enabled)
      .map(({ contentType }) => {
        const wasOn = before.get(contentType)?.enabled;
        return [contentType, (wasOn && activations[contentType]) || now];
      }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
