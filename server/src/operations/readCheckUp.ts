import type { Core, UID } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { CheckUp, DeliveryStatus, Lead, Reason, Settings, Site } from '../contracts';
import { deploymentChecks, formChecks, siteChecks, type FormFacts, type SiteFacts } from './checks';
import { dayOf } from '../lead/day';
import { withoutPerson } from '../privacy/maskDelivery';
import { captureOf, parsed, type DeliveryRow as OutboxRow } from '../outbox/rows';
import { hasResultAttributes } from '../entries/resultAttributes';
import type { SettingsStore } from '../settings/settingsStore';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from '../outbox/tables';

/** How many of a form's last deliveries are looked at. */
const RECENT = 50;

/**
 * Looks at the deployment and all sites and forms: a handful of queries for each, whatever the size of
 * the outbox.
 *
 * @param keptBack why nothing goes out from here; null where it does
 */
export async function readCheckUp(
  strapi: Core.Strapi,
  store: SettingsStore,
  keptBack: Reason | null,
  nowMs: number,
): Promise<CheckUp> {
  const settings = store.current();
  const checked = await store.check(settings);
  const problems = 'errors' in checked ? checked.errors : [];
  const mayCreate = await publicPermissions(strapi, settings);

  const sites: CheckUp['sites'] = [];
  for (const site of settings.sites) {
    const facts = await siteFacts(strapi, site, nowMs);
    sites.push({ key: site.key, name: site.name, checks: siteChecks(site, settings, facts) });
  }
  const forms: CheckUp['forms'] = [];
  for (const [index, form] of settings.forms.entries()) {
    const { contentType } = form;
    const model = strapi.contentTypes[contentType as UID.ContentType];
    const facts: FormFacts = {
      resultAttributes: model !== undefined && hasResultAttributes(model),
      publicCreate: mayCreate && mayCreate.has(`${contentType}.create`),
      recent: await recentOf(strapi, contentType),
      problems: problems.filter(({ path }) => path[0] === 'forms' && path[1] === String(index)),
    };
    forms.push({
      contentType,
      displayName: model?.info.displayName ?? contentType,
      checks: formChecks(form, facts),
    });
  }
  return { deployment: deploymentChecks(keptBack), sites, forms };
}

async function siteFacts(strapi: Core.Strapi, site: Site, nowMs: number): Promise<SiteFacts> {
  const attempts = (outcome: 'accepted' | 'rejected'): Knex.QueryBuilder =>
    strapi.db.getConnection(ATTEMPT_TABLE).where({ site_key: site.key, outcome });
  const newest = (outcome: 'accepted' | 'rejected'): Promise<AttemptRow | undefined> =>
    attempts(outcome)
      .select('started_at', 'reason', 'request')
      .orderBy('started_at', 'desc')
      .first();
  const accepted = await newest('accepted');
  const rejected = await newest('rejected');
  const used: { rows: number | string } | undefined = await attempts('accepted')
    .where('started_at', '>=', dayOf(nowMs, site.timeZone).startMs)
    .count({ rows: '*' })
    .first();
  return {
    acceptedAtMs: accepted ? Number(accepted.started_at) : null,
    rejected: rejected
      ? {
          atMs: Number(rejected.started_at),
          // Whoever sees the settings need not see personal data, and need not for this.
          text: withoutPerson(
            parsed<Reason>(rejected.reason)?.text ?? null,
            parsed<Lead>(rejected.request),
          ),
        }
      : null,
    usedToday: Number(used?.rows ?? 0),
    trackerSiteId: await trackerSiteIdOf(strapi, site),
  };
}

async function trackerSiteIdOf(strapi: Core.Strapi, { key }: Site): Promise<string | null> {
  const rows: Pick<OutboxRow, 'capture'>[] = await strapi.db
    .getConnection(DELIVERY_TABLE)
    .select('capture')
    .where({ site_key: key, has_session: true })
    .orderBy('submitted_at', 'desc')
    .limit(RECENT);
  const told = rows.map((row) => captureOf(row)?.siteId ?? null);
  return told.find((siteId) => siteId !== null) ?? null;
}

interface AttemptRow {
  started_at: number | string;
  reason: string | null;
  request: string | null;
}

async function recentOf(strapi: Core.Strapi, contentType: string): Promise<FormFacts['recent']> {
  const rows: DeliveryRow[] = await strapi.db
    .getConnection(DELIVERY_TABLE)
    .select('status', 'has_session', 'no_session_reason')
    .where('content_type', contentType)
    .orderBy('submitted_at', 'desc')
    .limit(RECENT);
  return rows.map((row) => ({
    status: row.status,
    hasSession: Boolean(row.has_session),
    noSessionReason: row.no_session_reason,
  }));
}

interface DeliveryRow {
  status: DeliveryStatus;
  has_session: boolean | number | null;
  no_session_reason: string | null;
}

/** The actions that the public role has of those that create forms' entries; null: no such role. */
async function publicPermissions(
  strapi: Core.Strapi,
  { forms }: Settings,
): Promise<Set<string> | null> {
  if (!strapi.plugins['users-permissions']) return null;
  const permissions: { action: string }[] = await strapi.db
    .query('plugin::users-permissions.permission')
    .findMany({
      select: ['action'],
      where: {
        action: { $in: forms.map(({ contentType }) => `${contentType}.create`) },
        role: { type: 'public' },
      },
    });
  return new Set(permissions.map(({ action }) => action));
}
