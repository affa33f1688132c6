import type { Locator, Page } from 'playwright-core';
import en from '../../admin/src/translations/en.json';
import type { Delivery, Settings } from '../../server/src/contracts';
import { openAdmin, type Look } from '../support/browser';
import { startManyInAdmin, type ManyInAdmin } from '../support/manyInAdmin';
import { tokenOfRole } from '../support/role';
import { form } from '../support/settings';
import { waitFor } from '../support/waitFor';

jest.setTimeout(300_000);

describe('Strapi’s own pages', () => {
  let many: ManyInAdmin;

  beforeAll(async () => {
    many = await startManyInAdmin();
  });
  afterAll(() => many?.stop());

  afterEach(() => expect(many.problems.splice(0)).toEqual([]));

  describe('the home page', () => {
    it('shows today’s leads without loading the charts', async () => {
      const page = await openAdmin(many.browser, many.problems, many.token);
      const files: string[] = [];
      page.on('request', (request) => files.push(request.url()));
      await page.goto(`${many.app.url}/admin/`);
      const widget = page.getByRole('region', { name: 'Calltouch leads' });
      await widget.getByText('The oldest has been waiting for').waitFor();
      const { perDay, counts } = await many.overview(1);
      const today = perDay[0]!.counts;
      const figures = await widget.getByRole('definition').allInnerTexts();
      expect(figures).toEqual(
        [today.delivered, counts.pending + counts.sending, today.failed].map(String),
      );
      expect(files.filter((file) => file.includes('OverviewPage'))).toEqual([]);

      await widget
        .getByRole('link', { name: String(today.failed), exact: true })
        .last()
        .click();
      await page.waitForURL(/\/plugins\/calltouch\?status=failed&from=/);
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.getByRole('img', { name: /by status/ }).waitFor();
      expect(files.filter((file) => file.includes('OverviewPage'))).toHaveLength(1);
      await page.close();
    });
  });

  describe('the list of entries', () => {
    const LEADS = '/content-manager/collection-types/api::lead.lead?pageSize=20&sort=id:ASC';

    /** Opens a list, and notes what is asked of the plugin meanwhile. */
    async function openList(address: string, token = many.token, look: Look = {}) {
      const page = await openAdmin(many.browser, many.problems, token, look);
      const asked: string[] = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.startsWith('/calltouch/')) asked.push(decodeURIComponent(pathname));
      });
      await page.goto(`${many.app.url}/admin${address}`);
      await page.getByRole('row').nth(1).waitFor();
      return { page, asked };
    }
    const statusRequests = (asked: string[]) => asked.filter((path) => path.includes('/entries/'));

    it('shows each row’s status by one request for a page of rows', async () => {
      const { page, asked } = await openList(LEADS);
      await columnOf(page).waitFor();
      const links = page.locator('a[href*="/plugins/calltouch/deliveries/"]');
      await links.nth(19).waitFor();
      expect(statusRequests(asked)).toEqual(['/calltouch/entries/api::lead.lead']);
      const shown = await links.evaluateAll((elements) =>
        elements.map((element) => [
          (element as unknown as { href: string }).href.split('/').at(-1),
          (element as unknown as { innerText: string }).innerText,
        ]),
      );
      expect(shown).toHaveLength(20);
      const stored = await Promise.all(
        shown.map(async ([id]) => {
          const { status } = (await many.ask('GET', `/calltouch/deliveries/${id}`)) as Delivery;
          return [id, en[`status.${status}`]];
        }),
      );
      expect(shown).toEqual(stored);
      expect(new Set(shown.map(([, status]) => status)).size).toBeGreaterThan(1);

      await page.getByRole('link', { name: /next page/i }).click();
      await page.waitForURL(/page=2/);
      await waitFor('the second page', () => statusRequests(asked).length === 2);
      await page.close();
    });

    it('leads from a status to its delivery, not to the entry', async () => {
      const { page } = await openList(LEADS);
      await page.getByRole('link', { name: en['status.skipped'] }).first().click();
      await page.waitForURL(/\/plugins\/calltouch\/deliveries\/\d+$/);
      await page.close();
    });

    it('says where an entry has no delivery, once its type has become a form', async () => {
      const sample = { title: 'Older than its form' };
      const answer = await fetch(`${many.app.url}/api/samples`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ data: sample }),
      });
      expect(answer.status).toBe(201);
      const SAMPLES = '/content-manager/collection-types/api::sample.sample';
      const before = await openList(SAMPLES);
      expect(await columnOf(before.page).count()).toBe(0);
      expect(statusRequests(before.asked)).toEqual([]);
      await before.page.close();

      const settings = (await many.ask('GET', '/calltouch/settings')) as Settings;
      const samples = form({ contentType: 'api::sample.sample', fields: { fio: '{{ title }}' } });
      await many.ask('PUT', '/calltouch/settings', {
        ...settings,
        forms: [...settings.forms, samples],
      });
      const { page } = await openList(SAMPLES);
      await columnOf(page).waitFor();
      await page.getByText('Was not sent to Calltouch').waitFor({ state: 'attached' });
      await page.close();
    });

    it('is as ever for types that are no forms', async () => {
      const { page, asked } = await openList('/content-manager/collection-types/api::lead.lead');
      await columnOf(page).waitFor();
      await page.getByRole('link', { name: 'Product', exact: true }).click();
      await page.waitForURL(/api::product\.product/);
      await page.getByRole('heading', { name: 'Product' }).waitFor();
      expect(await columnOf(page).count()).toBe(0);
      expect(statusRequests(asked)).toEqual(['/calltouch/entries/api::lead.lead']);
      await page.close();
    });

    it('is as ever for people who may not see deliveries, and asks nothing', async () => {
      const { page, asked } = await openList(
        LEADS,
        await tokenOfRole(many.ask, many.app.url, [
          {
            action: 'plugin::content-manager.explorer.read',
            subject: 'api::lead.lead',
            properties: { fields: ['name', 'phone'] },
          },
        ]),
      );
      expect(await columnOf(page).count()).toBe(0);
      expect(asked).toEqual([]);
      await page.goto(`${many.app.url}/admin/`);
      await page.getByRole('region', { name: 'Profile' }).waitFor();
      expect(await page.getByRole('region', { name: 'Calltouch leads' }).count()).toBe(0);
      expect(asked).toEqual([]);
      await page.close();
    });
  });
});

/** The head of the plugin's column; to the design system heads are cells. */
function columnOf(page: Page): Locator {
  return page.locator('thead th').filter({ hasText: 'Calltouch' });
}
