import type { Settings } from '../contracts';
import { hostOf } from './site';

/** What a visitor's page must know of a site; nothing else of the settings is public. */
export interface ClientSite {
  modId: string;
  /** In their ASCII form, without `www.`, as the page compares them with its own. */
  hosts: string[];
}

/** The sites as the capture script takes them. */
export function clientSites({ sites }: Pick<Settings, 'sites'>): ClientSite[] {
  return sites.map(({ modId, hosts }) => ({
    modId,
    hosts: [...new Set(hosts.map((name) => hostOf(`http://${name}/`) ?? name))],
  }));
}
