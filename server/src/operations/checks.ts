/** Judges what is known of sites and forms. Each check says what it found, not how it should read. */
import type {
  CHECK_VARIANTS,
  Check,
  CheckCode,
  DeliveryStatus,
  Form,
  Reason,
  Settings,
  SettingsError,
  Site,
} from '../contracts';

/** What is known of a site beyond its settings. */
export interface SiteFacts {
  /** When Calltouch last took a lead of the site; epoch ms. */
  acceptedAtMs: number | null;
  /** When it last refused one, and its words. */
  rejected: { atMs: number; text: string | null } | null;
  /** Leads that Calltouch took today. */
  usedToday: number;
  /** The newest site_id that a page told with its tracker's session; null if none has. */
  trackerSiteId: string | null;
}

/** What is known of a form beyond its settings. */
export interface FormFacts {
  /** The content type has the plugin's own result attributes. */
  resultAttributes: boolean;
  /** Whether the public role may create entries; null: the app has no such role. */
  publicCreate: boolean | null;
  /** The last deliveries of its content type. */
  recent: { status: DeliveryStatus; hasSession: boolean; noSessionReason: string | null }[];
  /** What of the form no longer fits its content type, with paths from the document's root. */
  problems: SettingsError[];
}

/** So many leads without a session are no coincidence. */
const ENOUGH_LEADS = 5;

/**
 * The checks of the deployment.
 *
 * @param keptBack why nothing goes out from here; null where it does
 */
export function deploymentChecks(keptBack: Reason | null): Check[] {
  switch (keptBack?.code) {
    case undefined:
      return [check('deployment', 'right', 'sends')];
    case 'foreignDatabase':
      return [check('deployment', 'wrong', 'foreign', keptBack?.values)];
    case 'sendNever':
      return [check('deployment', 'unsure', 'never')];
    default:
      return [check('deployment', 'unsure', 'off')];
  }
}

/** The checks of a site, in the order in which they are shown. */
export function siteChecks(site: Site, settings: Settings, facts: SiteFacts): Check[] {
  const { dailyLimit } = settings.delivery;
  return [
    siteAccepted(facts),
    modId(site, settings),
    ...tracker(site, facts),
    hosts(site, settings),
    ...(dailyLimit === null ? [] : [usedLimit(facts.usedToday, dailyLimit)]),
  ];
}

/** The checks of a form, in the order in which they are shown. */
export function formChecks(form: Form, facts: FormFacts): Check[] {
  const ofWriteBack = facts.problems.filter(({ path }) => path[2] === 'writeBack');
  const ofMapping = facts.problems.filter(({ path }) => path[2] !== 'writeBack');
  const hasContact = [form.fields.fio, form.fields.phoneNumber, form.fields.email].some(isFilled);
  const isWrittenBack = facts.resultAttributes || Object.values(form.writeBack).some(isFilled);
  return [
    form.enabled ? check('enabled', 'right', 'on') : check('enabled', 'wrong', 'off'),
    ofMapping.length > 0 ? withProblems('mapping', ofMapping) : check('mapping', 'right', 'fits'),
    hasContact ? check('contact', 'right', 'mapped') : check('contact', 'wrong', 'missing'),
    ofWriteBack.length > 0
      ? withProblems('writeBack', ofWriteBack)
      : isWrittenBack
        ? check('writeBack', 'right', 'mapped')
        : check('writeBack', 'unsure', 'nothing'),
    publicCreate(facts),
    recentLeads(facts),
    capture(facts),
  ];
}

function siteAccepted({ acceptedAtMs, rejected }: SiteFacts): Check {
  if (rejected && rejected.atMs > (acceptedAtMs ?? 0)) {
    const found = check('siteAccepted', 'wrong', 'rejected', { at: isoOf(rejected.atMs) });
    return { ...found, text: rejected.text };
  }
  if (acceptedAtMs === null) return check('siteAccepted', 'unsure', 'none');
  return check('siteAccepted', 'right', 'accepted', { at: isoOf(acceptedAtMs) });
}

/** The tracker's cookie names sessions by this id; where there is one site, another cookie serves. */
function modId(site: Site, { sites }: Settings): Check {
  if (site.modId !== '') return check('modId', 'right', 'known');
  return sites.length > 1
    ? check('modId', 'wrong', 'missingAmongSeveral')
    : check('modId', 'unsure', 'missing');
}

/** With another account's tracker every lead goes out with a session that says nothing. */
function tracker({ siteId }: Site, { trackerSiteId }: SiteFacts): Check[] {
  if (trackerSiteId === null) return [];
  const variant = trackerSiteId === siteId ? 'own' : 'foreign';
  const state = variant === 'own' ? 'right' : 'wrong';
  return [check('tracker', state, variant, { siteId, trackerSiteId })];
}

function hosts(site: Site, { sites, forms }: Settings): Check {
  if (site.hosts.length > 0) return check('hosts', 'right', 'known');
  const isNeeded = sites.length > 1 && forms.some((form) => form.site === null);
  if (!isNeeded) return check('hosts', 'unsure', 'notNeeded');
  // The first site gets the leads of all pages that belong to none.
  return site === sites[0]
    ? check('hosts', 'unsure', 'fallback')
    : check('hosts', 'wrong', 'missing');
}

function usedLimit(used: number, limit: number): Check {
  const values = { used: String(used), limit: String(limit) };
  return used < limit
    ? check('dailyLimit', 'right', 'within', values)
    : check('dailyLimit', 'wrong', 'reached', values);
}

/** A form whose entries are created by the site's own server or controller needs no such permission. */
function publicCreate({ publicCreate: isAllowed }: FormFacts): Check {
  if (isAllowed === null) return check('publicCreate', 'unsure', 'noPlugin');
  return isAllowed
    ? check('publicCreate', 'right', 'allowed')
    : check('publicCreate', 'unsure', 'notAllowed');
}

function recentLeads({ recent }: FormFacts): Check {
  const countOf = (...statuses: DeliveryStatus[]) =>
    recent.filter(({ status }) => statuses.includes(status)).length;
  const delivered = countOf('delivered');
  // One of which nobody knows waits for a person, as one that failed does.
  const failed = countOf('failed', 'unknown');
  const values = {
    delivered: String(delivered),
    failed: String(failed),
    total: String(recent.length),
  };
  if (recent.length === 0) return check('recentLeads', 'unsure', 'none', values);
  if (failed > 0) {
    return check('recentLeads', 'wrong', delivered > 0 ? 'someFailed' : 'allFailed', values);
  }
  return delivered > 0
    ? check('recentLeads', 'right', 'delivered', values)
    : check('recentLeads', 'unsure', 'waiting', values);
}

function capture({ recent }: FormFacts): Check {
  const sent = recent.filter(({ status }) => status !== 'skipped');
  const withSession = sent.filter(({ hasSession }) => hasSession).length;
  const reason = mostFrequent(sent.map(({ noSessionReason }) => noSessionReason));
  const values = {
    withSession: String(withSession),
    total: String(sent.length),
    reason: reason ?? '',
  };
  if (withSession > 0) return check('capture', 'right', 'some', values);
  if (sent.length < ENOUGH_LEADS) return check('capture', 'unsure', 'tooFew', values);
  return check('capture', 'wrong', reason === null ? 'never' : 'neverForReason', values);
}

function mostFrequent(words: (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

function withProblems(code: 'mapping' | 'writeBack', problems: SettingsError[]): Check {
  const values = { count: String(problems.length) };
  return { ...check(code, 'wrong', 'problems', values), problems };
}

/** One finding. */
export function check<Code extends CheckCode>(
  code: Code,
  state: Check['state'],
  variant: (typeof CHECK_VARIANTS)[Code][number],
  values: Check['values'] = {},
): Check {
  return { code, state, variant, values, text: null, problems: [] };
}

function isFilled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
