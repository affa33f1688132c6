import type { Browser, Page } from 'playwright-core';
import type { DeliveryPage, DeliveryStatus } from '../../server/src/contracts';
import { barriersOn } from '../support/axe';
import { follow, keepScreenshot, openAdmin, startBrowser } from '../support/browser';
import { startManyDeliveries, type ManyDeliveries } from '../support/manyDeliveries';
import { waitFor } from '../support/waitFor';

jest.setTimeout(300_000);

const LOOKS = (['light', 'dark'] as const).flatMap((theme) =>
  (['en', 'ru'] as const).map((language) => ({ theme, language })),
);
/** Of one loaded page, as the places are: loading the admin anew takes much longer than both. */
const WIDTHS = [1280, 768];
const HEIGHT = 1200;

/** A page of the plugin, or one of Strapi's that it adds to. */
interface Place {
  address: () => string;
  /** What is there once all is loaded. */
  ready: string;
  /** What a narrow window hides until somebody presses the button of this name. */
  behind?: string;
  /** The plugin's part of one of Strapi's pages, of which alone its barriers are its own. */
  own?: string;
}

describe('every page, light and dark, in English and Russian, wide and narrow', () => {
  let many: ManyDeliveries;
  let browser: Browser;
  const problems: string[] = [];
  const ids: Partial<Record<DeliveryStatus, number>> = {};
  let documentId: string;

  beforeAll(async () => {
    many = await startManyDeliveries();
    browser = await startBrowser();
    for (const status of ['delivered', 'failed', 'pending'] as const) {
      const answer = await fetch(`${many.app.url}/calltouch/deliveries?status=${status}`, {
        headers: { Authorization: `Bearer ${many.token}` },
      });
      const { results } = (await answer.json()) as DeliveryPage;
      const [first] = results.filter(({ contentType }) => contentType === 'api::lead.lead');
      ids[status] = first!.id;
      if (status === 'delivered') documentId = first!.documentId;
    }
  });

  afterAll(async () => {
    await browser?.close();
    await many?.stop();
  });

  const places: Record<string, Place> = {
    deliveries: { address: () => '/plugins/calltouch?page=2', ready: 'main table tbody tr' },
    delivery: {
      address: () => `/plugins/calltouch/deliveries/${ids.failed}`,
      ready: 'main ol li',
    },
    overview: { address: () => '/plugins/calltouch/overview', ready: 'main canvas' },
    'delivery-waiting': {
      address: () => `/plugins/calltouch/deliveries/${ids.pending}`,
      ready: 'main dl',
    },
    settings: { address: () => '/settings/calltouch', ready: 'main form h2' },
    column: {
      address: () => '/content-manager/collection-types/api::lead.lead',
      ready: 'main table a[href*="/plugins/calltouch/deliveries/"]',
      own: 'main table tbody',
    },
    widget: {
      address: () => '/',
      ready: 'main a[href*="/plugins/calltouch"]',
      own: 'dl:has(a[href*="/plugins/calltouch"])',
    },
    panel: {
      address: () => `/content-manager/collection-types/api::lead.lead/${documentId}`,
      ready: 'aside dl',
      behind: 'Open more actions',
      own: 'aside dl',
    },
  };

  describe.each(LOOKS)('$theme, $language', (look) => {
    let page: Page;
    let isQuiet: () => boolean;

    beforeAll(async () => {
      page = await openAdmin(browser, problems, many.token, look);
      isQuiet = quietOf(page);
      await page.goto(`${many.app.url}/admin`);
      // Strapi's own news hide a part of every page until somebody closes them.
      await page
        .getByRole('button', { name: /^(Close|Закрыть)/ })
        .first()
        .click();
    });

    afterAll(() => page?.close());

    it.each(Object.keys(places))('%s is whole and free of barriers', async (name) => {
      const { address, ready, behind, own = 'main' } = places[name]!;
      const isPart = own !== 'main';
      await page.setViewportSize({ width: WIDTHS[0]!, height: HEIGHT });
      await follow(page, address());
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        if (behind && width < 1000) await page.getByRole('button', { name: behind }).click();
        await page.locator(ready).first().waitFor();
        await waitFor('the end of what is loaded', isQuiet);
        if (isPart) await page.locator(own).first().scrollIntoViewIfNeeded();
        await keepScreenshot(page, `${name}-${width}-${look.theme}-${look.language}`);
        expect({
          width,
          cutOff: await page.evaluate<string[]>(CUT_OFF),
          barriers: await barriersOn(page, own),
          problems: problems.splice(0),
        }).toEqual({ width, cutOff: [], barriers: [], problems: [] });
      }
    });
  });
});

/** Tells whether nothing has been asked of the server for a while. */
function quietOf(page: Page): () => boolean {
  let open = 0;
  let lastMs = performance.now();
  const count = (change: number) => () => {
    open += change;
    lastMs = performance.now();
  };
  page.on('request', count(1));
  page.on('requestfinished', count(-1));
  page.on('requestfailed', count(-1));
  return () => open === 0 && performance.now() - lastMs > QUIET_MS;
}
const QUIET_MS = 200;

/**
 * Texts that are wider than what holds them, without being meant to be cut or scrolled; and the page
 * itself, where it can be scrolled sideways. A script of the page's, in which there is a document.
 */
const CUT_OFF = `(() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push('the page is wider than the window');
  for (const element of document.querySelectorAll('main *')) {
    const style = getComputedStyle(element);
    const isHidden = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const isMeant = style.textOverflow === 'ellipsis' || element.clientWidth <= 1;
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '',
    );
    if (hasText && isHidden && !isMeant && element.scrollWidth > element.clientWidth + 1) {
      found.push('"' + element.textContent.trim().slice(0, 60) + '" is cut off');
    }
  }
  return found;
})()`;
