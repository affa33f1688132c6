/** Tells a site from its copies: whose leads a database holds, and where they may go. */
import type { Reason } from '../contracts';

/** What tells a deployment from others. A copy of its database shares none of it by itself. */
export interface DeploymentMarks {
  /** Host, port and path of the site's public address, as {@link placeOf} reads it; empty: unknown. */
  place: string;
  /** Base address to which its leads go. */
  apiUrl: string;
  /** Hashes of its app keys. */
  keyHashes: string[];
}

/** Which processes send: see the config's `send`. */
export type SendMode = 'auto' | 'always' | 'never';

/**
 * The place that a public address names. Scheme, letter case, default port and slashes at the end say
 * nothing of which site it is: an honest site changes them.
 *
 * @param publicUrl `url` of config/server; a path alone names no place
 * @returns e.g. `example.ru` or `localhost:1337/cms`; empty if it names none
 */
export function placeOf(publicUrl: string): string {
  if (!/^https?:\/\//i.test(publicUrl) || !URL.canParse(publicUrl)) return '';
  const { host, pathname } = new URL(publicUrl);
  return host.replace(/\.(?=$|:)/, '').replace(/:(80|443)$/, '') + pathname.replace(/\/+$/, '');
}

/** Whether an API address is Calltouch's own, so that what it takes is counted there. */
export function isCalltouch(apiUrl: string): boolean {
  return /^(.+\.)?calltouch\.ru\.?$/.test(new URL(apiUrl).hostname);
}

/**
 * Whether a deployment is the one that a database belongs to.
 *
 * Where the database's site has a public place, that decides alone: keys are rotated, some hosts make
 * new ones with each release, and staging often shares them. Without one, a shared key decides; that a
 * site gets a public address later is no move. But leads that were meant for another receiver than
 * Calltouch, a test's for example, are not sent to Calltouch unasked.
 */
export function isSameDeployment(owner: DeploymentMarks, here: DeploymentMarks): boolean {
  if (owner.place !== '') return owner.place === here.place;
  const sharesKey = owner.keyHashes.some((hash) => here.keyHashes.includes(hash));
  return sharesKey && (isCalltouch(owner.apiUrl) || !isCalltouch(here.apiUrl));
}

/**
 * Whether leads are kept back until somebody switches the sending on: so that tests in development or
 * in a copy do not become leads of the site.
 */
export function needsSwitch(
  { send, apiUrl }: { send: SendMode; apiUrl: string },
  environment: string,
  isCopy: boolean,
): boolean {
  return send === 'auto' && isCalltouch(apiUrl) && (isCopy || environment === 'development');
}

/**
 * Whose database it is. `undecided`: nobody has looked yet; `off`: ours, but its leads are kept back
 * until somebody switches the sending on; `owner` and `here` are places.
 */
export type Standing =
  { kind: 'undecided' | 'ours' | 'off' } | { kind: 'foreign'; owner: string; here: string };

/** Why nothing that waits goes out from here; null where it does. */
export function keptBackReason(send: SendMode, standing: Standing): Reason | null {
  if (standing.kind === 'foreign') {
    const values = { owner: standing.owner || '—', here: standing.here || '—' };
    return { code: 'foreignDatabase', values, text: null };
  }
  if (send === 'never') return { code: 'sendNever', values: {}, text: null };
  return standing.kind === 'off' ? { code: 'sendingOff', values: {}, text: null } : null;
}
