import { createHash, randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { PluginConfig } from '../config';
import {
  isSameDeployment,
  needsSwitch,
  placeOf,
  type DeploymentMarks,
  type Standing,
} from './standing';
import type { MomentIn } from '../outbox/databaseClock';
import { parsed } from '../outbox/rows';
import { DEPLOYMENT_TABLE } from '../outbox/tables';

/** What another instance decided, or an import brought, is known so soon. */
const REFRESH_MS = 5_000;
/** The one row. */
const OWNER = { role: 'owner' };

/** The deployment that this database belongs to. */
export interface Deployment {
  /** Looks whose database it is, makes one of nobody ours, and keeps looking. */
  begin(): Promise<void>;
  /** As of the last look. */
  standing(): Standing;
  /** Looks again. */
  look(): Promise<Standing>;
  /**
   * Leaves a query only what may be sent from here. It stands in the statement that claims a lead, so
   * that neither an import nor a decision comes in between.
   */
  ifOurs(query: Knex.QueryBuilder): void;
  /**
   * Makes the database ours.
   *
   * @param as `copy`: a deployment of its own
   * @returns false if somebody else decided meanwhile
   */
  adopt(as: 'site' | 'copy'): Promise<boolean>;
  stop(): void;
}

interface OwnerRow {
  deployment_id: string;
  marks: string;
  is_copy: boolean | number;
  is_switched_on: boolean | number;
}

/** @param onChange told when the standing is another one */
export function createDeployment(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  config: PluginConfig,
  onError: (error: unknown) => void,
  onChange: () => void,
): Deployment {
  const here = marksHere(strapi, config);
  const needs = (isCopy: boolean) =>
    needsSwitch(config, strapi.config.get<string>('environment', ''), isCopy);
  const table = (): Knex.QueryBuilder => strapi.db.getConnection(DEPLOYMENT_TABLE);
  let standing: Standing = { kind: 'undecided' };
  /** Of the deployment that we are; empty while the database is not known to be ours. */
  let ourId = '';
  let timer: NodeJS.Timeout | null = null;

  const owner = async (): Promise<OwnerRow> => {
    const known: OwnerRow | undefined = await table().where(OWNER).first();
    if (known) return known;
    // Of several instances that start at once, the first one's row counts.
    await table()
      .insert({ ...OWNER, ...ownerColumns(false), deployment_id: randomUUID() })
      .onConflict('role')
      .merge(['role']);
    return table().where(OWNER).first();
  };

  const ownerColumns = (isCopy: boolean) => ({
    marks: JSON.stringify(here),
    is_copy: isCopy,
    is_switched_on: false,
    decided_at: momentIn(0),
  });

  const look = async (): Promise<Standing> => {
    const row = await owner();
    const marks = parsed<DeploymentMarks>(row.marks);
    const before = standing.kind;
    if (!marks || !isSameDeployment(marks, here)) {
      standing = { kind: 'foreign', owner: marks?.place ?? '', here: here.place };
      ourId = '';
    } else {
      const isKeptBack = !row.is_switched_on && needs(Boolean(row.is_copy));
      standing = { kind: isKeptBack ? 'off' : 'ours' };
      ourId = row.deployment_id;
      if (before === 'undecided' && row.marks !== JSON.stringify(here)) {
        // What an honest move changed is what the next one is compared with.
        const update = { marks: JSON.stringify(here) };
        await table()
          .where({ ...OWNER, deployment_id: ourId })
          .update(update);
      }
    }
    if (standing.kind !== before) {
      tell(strapi, standing);
      onChange();
    }
    return standing;
  };

  return {
    async begin() {
      timer = setInterval(() => void look().catch(onError), REFRESH_MS);
      timer.unref();
      await look();
    },

    standing: () => standing,
    look,

    ifOurs(query) {
      const ours = table()
        .select(strapi.db.connection.raw('1'))
        .where({ ...OWNER, deployment_id: ourId });
      if (needs(false)) void ours.where('is_switched_on', true);
      else if (needs(true)) void ours.whereNot({ is_copy: true, is_switched_on: false });
      void query.whereExists(ours);
    },

    async adopt(as) {
      const { deployment_id: id } = await owner();
      const isCopy = as === 'copy';
      const decided: number = await table()
        .where({ ...OWNER, deployment_id: id })
        .update({
          ...ownerColumns(isCopy),
          is_switched_on: !isCopy,
          ...(isCopy && { deployment_id: randomUUID() }),
        });
      await look();
      return decided > 0;
    },

    stop() {
      if (timer) clearInterval(timer);
    },
  };
}

function marksHere(strapi: Core.Strapi, { apiUrl }: PluginConfig): DeploymentMarks {
  const keys = [strapi.config.get<string | string[]>('server.app.keys', [])].flat();
  return {
    place: placeOf(strapi.config.get<string>('server.url', '')),
    apiUrl,
    // With the plugin's name, so that no other use of the keys has the same hashes.
    keyHashes: keys.map((key) => createHash('sha256').update(`calltouch ${key}`).digest('hex')),
  };
}

function tell(strapi: Core.Strapi, standing: Standing): void {
  const until =
    'Nothing is sent to Calltouch from here until somebody decides: see Calltouch in the admin.';
  if (standing.kind === 'foreign') {
    const [owner, here] = [standing.owner, standing.here].map((place) => place || 'no public url');
    strapi.log.warn(
      `[calltouch] This database belongs to ${owner} and not to this deployment (${here}). ${until}`,
    );
  } else if (standing.kind === 'off') {
    strapi.log.warn(`[calltouch] This is development or a copy of a site. ${until}`);
  }
}

/**
 * Does something once this process serves the site. Commands such as `strapi export` load everything
 * and never listen; `strapi console` listens, but its process is for whoever types into it.
 */
export function onceServing(strapi: Core.Strapi, begin: () => void): void {
  if (process.argv[2] === 'console') return;
  const { httpServer } = strapi.server;
  if (httpServer.listening) begin();
  else httpServer.once('listening', begin);
}
