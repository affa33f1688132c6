import type { BrowserContext, Page } from 'playwright-core';

/** Calltouch's trackers as a page meets them. */

/** The address that a site's page loads its tracker from. */
export const TRACKER_URLS = 'https://mod.calltouch.ru/**';

/** The sites' script ids, and the sessions that their trackers hand out. */
export const MOD_A = 'aaaa1111';
export const MOD_B = 'bbbb2222';
export const SESSIONS: Record<string, string> = { [MOD_A]: '4794763832', [MOD_B]: '4794763899' };
/** Calltouch's ids of the sites that they belong to. */
export const SITE_IDS: Record<string, string> = { [MOD_A]: '1001', [MOD_B]: '1002' };

/** What a site puts on its pages: a stub that queues, and the tracker's script. */
export function trackerSnippet(...modIds: string[]): string {
  return `<script>
    window.CalltouchDataObject = 'ct';
    window.ct = function () { window.ct.callbacks.push(arguments); };
    window.ct.callbacks = [];
    window.ct.loaded = false;
    window.ct.counters = ${JSON.stringify(modIds)};
    for (const id of window.ct.counters) {
      const script = document.createElement('script');
      script.async = true;
      script.src = 'https://mod.calltouch.ru/init.js?id=' + id;
      document.head.append(script);
    }
  </script>`;
}

/** A loaded tracker; several on a page answer with one function. `onlyList`: it knows no ids. */
export function trackerScript(modId: string, { onlyList = false } = {}): string {
  const own = { modId, siteId: Number(SITE_IDS[modId]), sessionId: Number(SESSIONS[modId]) };
  return `(() => {
    const list = window.trackers = (window.trackers || []).concat(${JSON.stringify(own)});
    window.asked = 0;
    window.ct = (method, modId) => {
      window.asked += 1;
      if (method !== 'calltracking_params') return undefined;
      if (modId === undefined) return list;
      return ${onlyList} ? undefined : list.find((item) => item.modId === modId);
    };
    window.ct.loaded = true;
  })();`;
}

/** Serves the trackers' scripts, each when `when` resolves. */
export async function serveTrackers(
  page: Page | BrowserContext,
  { when = Promise.resolve(), onlyList = false }: { when?: Promise<void>; onlyList?: boolean } = {},
): Promise<void> {
  await page.route(TRACKER_URLS, async (route) => {
    await when;
    const modId = new URL(route.request().url()).searchParams.get('id')!;
    const body = trackerScript(modId, { onlyList });
    await route.fulfill({ contentType: 'text/javascript', body }).catch(() => undefined);
  });
}
