import type { Form, Settings, Site } from '../contracts';

/**
 * The site that a form's lead goes to: the one it names; else the one whose hosts contain the page's
 * host; else the first.
 *
 * @returns null where the named site is gone or none is configured
 */
export function siteOf(
  settings: Pick<Settings, 'sites'>,
  form: Pick<Form, 'site'>,
  pageUrl: string | null,
): Site | null {
  if (form.site !== null) return settings.sites.find((site) => site.key === form.site) ?? null;
  return siteByHost(settings, pageUrl) ?? settings.sites[0] ?? null;
}

/** The site whose hosts contain the page's host; null if there is none. */
export function siteByHost(
  { sites }: Pick<Settings, 'sites'>,
  pageUrl: string | null,
): Site | null {
  const host = hostOf(pageUrl);
  return sites.find((site) => host !== null && hasHost(site, host)) ?? null;
}

/** Host names are compared in the ASCII form that `URL` gives, so that «пример.рф» is found too. */
function hasHost(site: Site, host: string): boolean {
  return site.hosts.some((name) => hostOf(`http://${name}/`) === host);
}

/** The host of an address in its ASCII form, without `www.`; null if it is no address. */
export function hostOf(address: string | null): string | null {
  if (address === null) return null;
  try {
    return new URL(address).hostname.replace(/^www\./, '');
  } catch {
    return null;
  }
}
