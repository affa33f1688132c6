import type { Core } from '@strapi/strapi';
import type { Bulks } from './operations/bulks';
import type { LateSession } from './capture/lateSession';
import type { ClientScript } from './capture/clientScript';
import type { DeliveryQueries } from './outbox/readDeliveries';
import type { SettingsStore } from './settings/settingsStore';
import type {
  AdoptRequest,
  CheckPageRequest,
  CheckUp,
  Health,
  Overview,
  PageCheck,
  Preview,
  PreviewRequest,
  SettingsError,
  TestLeadRequest,
} from './contracts';
import type { Sent } from './operations/sendEntry';
import type { TestLeadSent } from './operations/sendTestLead';

/** What bootstrap has built, for controllers, services and destroy. */
export interface Runtime {
  settings: SettingsStore;
  queries: DeliveryQueries;
  clientScript(): ClientScript;
  /** Figures of so many days, today's included. */
  overview(days: number): Promise<Overview>;
  /** Puts a session that a page told late onto the lead that waits for it. Never rejects. */
  takeSession(late: LateSession): Promise<void>;
  preview(request: PreviewRequest): Promise<Preview | { errors: SettingsError[] }>;
  /** Sends an entry that has no delivery, or sends its delivery again. */
  sendEntry(contentType: string, documentId: string, requestedBy: string | null): Promise<Sent>;
  resend(id: number, requestedBy: string | null): Promise<Sent>;
  bulks: Bulks;
  /** What is right with sites and forms, and what is not. */
  checkUp(): Promise<CheckUp>;
  /** What a live page has of the plugin's script, of Calltouch's and of marked forms. */
  checkPage(request: CheckPageRequest): Promise<PageCheck>;
  /** Whether leads get to Calltouch. */
  health(): Promise<Health>;
  /**
   * Decides whose this database is.
   *
   * @param person who decides, as people are shown
   * @returns false where there is nothing to decide
   */
  adopt(as: AdoptRequest['as'], person: string): Promise<boolean>;
  /** Sends one lead that says it is a test. */
  testLead(request: TestLeadRequest, person: string): Promise<TestLeadSent>;
  /** Ends the sending; resolves when the requests under way are settled. */
  stop(): Promise<void>;
}

const runtimes = new WeakMap<Core.Strapi, Runtime>();

/** Keeps what bootstrap built for as long as its Strapi lives. */
export function setRuntime(strapi: Core.Strapi, runtime: Runtime): void {
  runtimes.set(strapi, runtime);
}

/**
 * What bootstrap built.
 *
 * @throws before bootstrap: whoever asks has come too early
 */
export function runtimeOf(strapi: Core.Strapi): Runtime {
  const runtime = runtimes.get(strapi);
  if (!runtime) throw new Error('The Calltouch plugin has not been started yet');
  return runtime;
}

/** The same where there may be none: Strapi is also destroyed after a boot that failed. */
export function startedRuntimeOf(strapi: Core.Strapi): Runtime | null {
  return runtimes.get(strapi) ?? null;
}
