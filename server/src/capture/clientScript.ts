import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { Settings } from '../contracts';
import { placeOf } from '../deployment/standing';
import { hostOf } from './site';

/** The capture script as it is served. */
export interface ClientScript {
  text: string;
  /** Strong: the same for the same text. */
  etag: string;
}

/**
 * Makes the capture script out of the built one and the sites of the settings. It changes with these
 * and with the plugin's version, and with nothing else.
 */
export function createClientScript(settings: () => Settings): () => ClientScript {
  let built: string | null = null;
  let last: ClientScript = { text: '', etag: '' };
  return () => {
    // From dist/server, where this runs.
    built ??= readFileSync(path.join(__dirname, '../client/client.js'), 'utf8');
    const sites = JSON.stringify(clientSites(settings()));
    // The built one is a function that is called with no sites.
    const text = built.replace(/\(\);\s*$/, () => `(${sites});`);
    if (text !== last.text) {
      last = { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
    }
    return last;
  };
}

/**
 * The address under which visitors get the script.
 *
 * @returns null where Strapi has not been told its public address
 */
export function clientScriptUrl(strapi: Core.Strapi): string | null {
  const publicUrl = strapi.config.get<string>('server.url', '');
  if (placeOf(publicUrl) === '') return null;
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api').replace(/^\/*|\/*$/g, '');
  return `${publicUrl.replace(/\/+$/, '')}/${prefix}/calltouch/client.js`;
}

/**
 * What a visitor's page must know of the sites, `[modId, ...hosts]`, and nothing else of the settings.
 * Hosts are in their ASCII form, without `www.`, as the page compares them with its own; the first
 * site needs none, because it is also taken where no host fits.
 */
export function clientSites({ sites }: Pick<Settings, 'sites'>): string[][] {
  return sites.map(({ modId, hosts }, index) => [
    modId,
    ...(index === 0 ? [] : new Set(hosts.map((name) => hostOf(`http://${name}/`) ?? name))),
  ]);
}
