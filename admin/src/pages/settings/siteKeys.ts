/** The stable names of sites that forms and deliveries refer to: made once, at the first saving. */

const TEMPORARY = 'new:';
/** The server's limit of a key. */
const KEY_LENGTH = 64;

const LATIN: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k',
  л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts',
  ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
}; // prettier-ignore

/** The key of a site that was not saved yet; forms may refer to it already. */
export function temporaryKey(id: string): string {
  return `${TEMPORARY}${id}`;
}

/** Whether the server does not know the site yet. */
export function isTemporaryKey(key: string): boolean {
  return key.startsWith(TEMPORARY);
}

/** Temporary keys with those that take their place, made of the site's name or first host. */
export function siteKeys(
  sites: { key: string; name: string; hosts: string }[],
): Map<string, string> {
  const taken = new Set(sites.map(({ key }) => key));
  const keys = new Map<string, string>();
  for (const { key, name, hosts } of sites.filter((site) => isTemporaryKey(site.key))) {
    const [firstHost = ''] = hosts.split(/[\s,;]+/);
    const wanted = slug(name) || slug(firstHost) || 'site';
    let free = wanted;
    for (let count = 2; taken.has(free); count += 1) free = `${wanted}-${count}`;
    taken.add(free);
    keys.set(key, free);
  }
  return keys;
}

function slug(text: string): string {
  return [...text.toLowerCase()]
    .map((sign) => LATIN[sign] ?? sign)
    .join('')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, KEY_LENGTH - 4)
    .replace(/^-+|-+$/g, '');
}
