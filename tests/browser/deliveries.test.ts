import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import type { Delivery } from '../../server/src/contracts';
import { barriersOn } from '../support/axe';
import { keepScreenshot, openAdmin, startBrowser, type Look } from '../support/browser';
import { tokenOfRole } from '../support/role';
import {
  COUNTS,
  REFUSAL,
  startSomeDeliveries,
  TOTAL,
  type SomeDeliveries,
} from '../support/someDeliveries';

jest.setTimeout(240_000);

describe('the pages of the deliveries', () => {
  let some: SomeDeliveries;
  let browser: Browser;
  let admin: Page;
  let list: string;
  const problems: string[] = [];

  beforeAll(async () => {
    some = await startSomeDeliveries();
    list = `${some.app.url}/admin/plugins/calltouch`;
    browser = await startBrowser();
    admin = await pageOf(some.token);
  });

  afterAll(async () => {
    await browser?.close();
    await some?.stop();
  });

  const pageOf = (token: string, look?: Look) => openAdmin(browser, problems, token, look);
  const seen = (name: string, work: () => Promise<void>) =>
    it(name, async () => {
      try {
        await work();
        expect(problems).toEqual([]);
      } catch (error) {
        await keepScreenshot(admin, 'failed');
        throw error;
      }
    });
  const matching = (count: number, page = admin) =>
    page.getByText(count === 1 ? '1 delivery matches' : `${count} deliveries match`).waitFor();
  const oneOf = async (status: Delivery['status']) =>
    (await some.find({ status: [status] })).results[0]!;

  seen('keep what is looked for in the address bar', async () => {
    await admin.goto(list);
    await admin.getByText(`${TOTAL} deliveries`).waitFor();
    await admin.getByRole('combobox', { name: 'Status' }).click();
    await admin.getByRole('option', { name: 'Not delivered' }).click();
    await admin.getByRole('option', { name: 'Unclear whether it arrived' }).click();
    await admin.keyboard.press('Escape');
    await matching(COUNTS.failed + COUNTS.unknown);
    const search = admin.getByRole('searchbox', { name: 'Search deliveries' });
    await search.fill('failed0@example.ru');
    await search.press('Enter');
    await matching(1);
    const { searchParams } = new URL(admin.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      status: 'failed,unknown',
      search: 'failed0@example.ru',
    });

    await admin.goBack();
    await matching(COUNTS.failed + COUNTS.unknown);
    expect(await search.inputValue()).toBe('');
    await admin.goForward();
    await matching(1);
    await search.fill('nobody');
    await search.press('Enter');
    await admin.getByText('No delivery matches these filters').waitFor();
    await admin.getByRole('button', { name: 'Reset filters' }).first().click();
    await admin.getByText(`${TOTAL} deliveries`).waitFor();
  });

  seen('show whoever gets the address the same view, and sort and turn pages', async () => {
    await admin.goto(`${list}?status=delivered&sort=submittedAt%3Aasc&pageSize=10`);
    await matching(COUNTS.delivered);
    const head = (name: string) => admin.getByRole('columnheader', { name });
    expect(await head('Submitted').getAttribute('aria-sort')).toBe('ascending');
    await admin.getByRole('row').nth(1).getByText('Visitor delivered 1', { exact: true }).waitFor();
    expect(await admin.getByRole('row').count()).toBe(11);

    await admin.getByRole('link', { name: 'Go to page 3' }).click();
    await admin.getByText('Visitor delivered 24', { exact: true }).waitFor();
    expect(new URL(admin.url()).searchParams.get('page')).toBe('3');
    await head('Attempts').getByRole('button').click();
    await admin.waitForURL(/sort=attemptCount%3Adesc/);
    expect(new URL(admin.url()).searchParams.has('page')).toBe(false);
    await admin.locator('th[aria-sort=descending]', { hasText: 'Attempts' }).waitFor();
  });

  seen('narrow to leads without a session, and to days of the person’s zone', async () => {
    await admin.goto(`${list}?hasSession=false&status=unknown`);
    await matching(1);
    await admin.goto(`${list}?to=2020-01-01`);
    await admin.getByText('No delivery matches these filters').waitFor();
    const today = new Date();
    const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    await admin.goto(`${list}?from=${day}&to=${day}`);
    await matching(TOTAL);
  });

  seen('show no rows of another filter, and choose none of them', async () => {
    await admin.goto(`${list}?status=failed`);
    await matching(COUNTS.failed);
    await admin
      .getByRole('checkbox', { name: /Select the lead/ })
      .first()
      .check();
    await admin.getByText('1 selected').waitFor();
    // The answer for the next filter is slow.
    const slow = /deliveries\?.*status=unknown/;
    await admin.route(slow, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });
    await admin.getByRole('combobox', { name: 'Status' }).click();
    await admin.getByRole('option', { name: 'Not delivered' }).click();
    await admin.getByRole('option', { name: 'Unclear whether it arrived' }).click();
    await admin.keyboard.press('Escape');
    await admin.getByText('Loading').first().waitFor();
    expect(await admin.getByRole('row').count()).toBe(0);
    await matching(COUNTS.unknown);
    expect(await admin.getByText('selected').count()).toBe(0);
    await admin.unroute(slow);
  });

  seen('say why the server refuses a filter, and show no rows', async () => {
    await admin.goto(`${list}?status=failed`);
    await matching(COUNTS.failed);
    const search = admin.getByRole('searchbox', { name: 'Search deliveries' });
    await search.fill('x'.repeat(300));
    await search.press('Enter');
    await admin.getByText('The server refuses these filters').waitFor();
    await admin.getByText('search: The request was not understood').waitFor();
    expect(await admin.getByRole('row').count()).toBe(0);
    await admin.getByRole('button', { name: 'Reset filters' }).first().click();
    await admin.getByText(`${TOTAL} deliveries`).waitFor();
  });

  seen('stay on their page, whatever had fewer pages before', async () => {
    // A page of a filter with one page alone is read first, and then long forgotten.
    await admin.goto(`${list}?status=failed`);
    await matching(COUNTS.failed);
    await admin.evaluate(`(() => {
      history.pushState({}, '', '${new URL(list).pathname}?page=3&pageSize=10');
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    })()`);
    await admin.getByText(`${TOTAL} deliveries`).waitFor();
    expect(new URL(admin.url()).searchParams.get('page')).toBe('3');
  });

  seen('lead to a delivery by the keyboard alone, and back to the same view', async () => {
    await admin.goto(`${list}?status=unknown`);
    await matching(COUNTS.unknown);
    await admin.getByRole('searchbox', { name: 'Search deliveries' }).focus();
    for (let presses = 0; presses < 40; presses += 1) {
      await admin.keyboard.press('Tab');
      if ((await admin.locator('tbody a:focus').count()) > 0) break;
    }
    await admin.keyboard.press('Enter');
    await admin.getByRole('heading', { level: 1, name: /Delivery of lead-/ }).waitFor();
    await admin.getByRole('link', { name: 'Back to the deliveries' }).click();
    await matching(COUNTS.unknown);
  });

  seen('show new leads without a reload, and keep what is chosen', async () => {
    await admin.goto(list);
    const box = admin.getByRole('checkbox', { name: /Select the lead/ }).first();
    const name = await box.getAttribute('aria-label');
    await box.check();
    await box.focus();
    await some.submit('Visitor just now');
    await admin.getByText('Visitor just now').waitFor();
    expect(await admin.locator(':focus').getAttribute('aria-label')).toBe(name);
    expect(await admin.getByRole('checkbox', { name: name! }).isChecked()).toBe(true);
    await admin.getByText('1 selected').waitFor();
  });

  seen('explain one delivery: what is next, what was sent, what came back', async () => {
    const delivery = await oneOf('failed');
    await admin.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await admin.goto(`${list}/deliveries/${delivery.id}`);
    await admin.getByText('Nothing more happens by itself. Remove the cause').waitFor();
    await admin.getByText('Answer: HTTP 400').waitFor();
    await admin.getByText(delivery.lead!.fio!, { exact: true }).first().waitFor();
    await admin.getByText('Raw answer').click();
    await admin.getByText(`"message": "${REFUSAL}"`).waitFor();
    await admin.getByRole('button', { name: 'Copy as JSON' }).click();
    await admin.getByText('Copied').first().waitFor();
    const copied = await admin.evaluate<string>('navigator.clipboard.readText()');
    expect(JSON.parse(copied)).toMatchObject({ id: delivery.id, status: 'failed' });

    // As on a page that is not served by HTTPS.
    await admin.evaluate(
      'void Object.defineProperty(navigator, "clipboard", { value: undefined })',
    );
    await admin.getByRole('button', { name: 'Copy as JSON' }).click();
    await admin.getByText('Could not be copied').first().waitFor();

    // The first waits for its own turn, the last for the rest that Calltouch has asked for.
    const waiting = (await some.find({ status: ['pending'] })).results;
    await admin.goto(`${list}/deliveries/${waiting.at(-1)!.id}`);
    await admin.getByText('Next attempt:').waitFor();
    await admin.goto(`${list}/deliveries/${waiting[0]!.id}`);
    await admin.getByText('Calltouch takes no more requests for now').waitFor();
    await admin.goto(`${list}/overview`);
    await admin.getByText('Calltouch has asked to wait').waitFor();
    await admin.goto(`${list}/deliveries/999999`);
    await admin.getByText('There is no such delivery').waitFor();
  });

  seen('save what matches as a file', async () => {
    await admin.goto(`${list}?status=failed`);
    await matching(COUNTS.failed);
    const [file] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^calltouch-deliveries.*\.csv$/);
    const rows = parse<Record<string, string>>(await readFile(await file.path(), 'utf8'), {
      bom: true,
      columns: true,
      delimiter: ';',
    });
    expect(rows.map(({ fio, status }) => `${fio} ${status}`).sort()).toEqual(
      Array.from({ length: COUNTS.failed }, (_, index) => `Visitor failed ${index + 1} failed`),
    );
  });

  seen('show nobody what he has no right to', async () => {
    const reader = await pageOf(await tokenOfRole(some.ask, some.app.url, ['deliveries.read']));
    await reader.goto(`${list}?status=failed`);
    await matching(COUNTS.failed, reader);
    await reader.getByText('Part of the personal data is hidden').waitFor();
    expect(await reader.getByText('Visitor failed').count()).toBe(0);
    expect(await reader.getByRole('checkbox').count()).toBe(0);
    expect(await reader.getByRole('button', { name: 'Export as CSV' }).count()).toBe(0);
    await reader.goto(`${list}/deliveries/${(await oneOf('unknown')).id}`);
    await reader.getByRole('button', { name: 'Copy as JSON' }).waitFor();
    expect(await reader.getByRole('button', { name: /Send again|Cancel sending/ }).count()).toBe(0);
    await reader.close();

    const stranger = await pageOf(await tokenOfRole(some.ask, some.app.url, ['settings.read']));
    await stranger.goto(list);
    await stranger.getByText('You don').first().waitFor();
    expect(await stranger.getByRole('link', { name: 'Calltouch' }).count()).toBe(0);
    await stranger.close();
  });

  it.each([
    ['light', 'en', 1280],
    ['dark', 'ru', 768],
  ] as const)('put no barrier in anybody’s way: %s, %s, %s px', async (theme, language, width) => {
    const page = await pageOf(some.token, { theme, language, width });
    const addresses = {
      list: '',
      unknown: `/deliveries/${(await oneOf('unknown')).id}`,
      delivered: `/deliveries/${(await oneOf('delivered')).id}`,
    };
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(list + address);
      await page.getByText('Visitor', { exact: false }).first().waitFor();
      await keepScreenshot(page, `deliveries-${name}-${theme}-${language}-${width}`);
      expect(await barriersOn(page, 'main')).toEqual([]);
      const excess = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(excess).toBe(0);
    }
    await page.close();
  });
});
