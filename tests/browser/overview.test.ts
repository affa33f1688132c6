import type { Locator, Page } from 'playwright-core';
import en from '../../admin/src/translations/en.json';
import { barriersOn } from '../support/axe';
import { keepScreenshot, type Look } from '../support/browser';
import { startManyInAdmin, type ManyInAdmin } from '../support/manyInAdmin';

jest.setTimeout(300_000);

/** Both ends: all looks of what is not a table are in the gallery. */
const LOOKS: Required<Omit<Look, 'timeZone'>>[] = [
  { theme: 'light', language: 'en', width: 1280 },
  { theme: 'dark', language: 'ru', width: 768 },
];

const WORDS = {
  en: { overview: 'Calltouch overview', widget: 'Calltouch leads', table: 'Show as table' },
  ru: { overview: 'Обзор Calltouch', widget: 'Заявки в Calltouch', table: 'Показать таблицей' },
};

describe('the overview', () => {
  let many: ManyInAdmin;

  beforeAll(async () => {
    many = await startManyInAdmin();
  });
  afterAll(() => many?.stop());

  afterEach(() => expect(many.problems.splice(0)).toEqual([]));

  it('counts what was made', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    const { counts } = many;
    const ended = counts.delivered + counts.failed + counts.unknown;
    await page.getByText(`${counts.delivered} of ${ended} leads that were sent`).waitFor();
    await page.getByText(`${counts.failed} were not delivered`).waitFor();
    await page.getByText(`${counts.unknown} may or may not have arrived`).waitFor();
    await page.getByText('The oldest has been waiting for').waitFor();
    await page.getByText('Calltouch takes 5 a second, which is 300 a minute').waitFor();

    const section = page.getByRole('region', { name: 'Leads per day' }).first();
    await section.getByRole('button', { name: 'Show as table' }).click();
    expect(await sumOfColumn(section, 'Delivered')).toBe(counts.delivered);
    expect(await sumOfColumn(section, en['status.failed'])).toBe(counts.failed);
    expect(await sumOfColumn(section, en['status.skipped'])).toBe(counts.skipped);
    await page.close();
  });

  it('says that far fewer leads have a session, and why they have none', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    await page.getByText('Far fewer leads have a session than before').waitFor();
    const { noSession } = await many.overview(30);
    const reasons = page.getByRole('region', { name: 'Why there was no session' });
    await reasons.getByText('The page said nothing').waitFor();
    const silent = noSession.find(({ reason }) => reason === null)!;
    await reasons
      .getByText(new RegExp(`^${silent.count} \\(`))
      .first()
      .waitFor();
    await page.close();
  });

  it('draws, and says in words what it draws', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    const chart = page.getByRole('img', { name: /leads of the last 30 days by status/ });
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toContain(`Delivered: ${many.counts.delivered}`);
    // Colours of a bar, a grid line, a word …: an empty canvas has one.
    expect(await coloursOf(chart)).toBeGreaterThan(20);
    expect(
      await coloursOf(page.getByRole('img', { name: /delivered leads by source/ })),
    ).toBeGreaterThan(3);
    expect(await coloursOf(page.getByRole('img', { name: /had a session/ }))).toBeGreaterThan(3);
    await page.close();
  });

  it('leads to the deliveries that it counts', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    await page.getByRole('link', { name: `${many.counts.failed} were not delivered` }).click();
    await page.waitForURL(/\/plugins\/calltouch\?/);
    const { perDay } = await many.overview(30);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      status: 'failed',
      from: perDay[0]!.day,
      to: perDay.at(-1)!.day,
    });

    await page.goBack();
    await page.getByRole('link', { name: 'Show the leads without a session' }).click();
    await page.waitForURL(/hasSession=false/);
    await page.close();
  });

  it('keeps its period in the address', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByRole('option', { name: 'Last 7 days' }).click();
    await page.waitForURL(/\?days=7$/);
    await page.getByRole('img', { name: /leads of the last 7 days by status/ }).waitFor();
    await page.reload();
    await page.getByRole('img', { name: /leads of the last 7 days by status/ }).waitFor();
    await page.close();
  });

  it('says when the server does not answer, and goes on when it does', async () => {
    const page = await many.open('/plugins/calltouch/overview');
    await page.getByRole('img', { name: /by status/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByRole('option', { name: 'Last 90 days' }).click();
    await page.getByText('Something went wrong').waitFor();
    await keepScreenshot(page, 'overview-error');
    await page.context().setOffline(false);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByRole('option', { name: 'Last 7 days' }).click();
    await page.getByRole('img', { name: /last 7 days by status/ }).waitFor();
    await page.close();
  });

  it('says that sending is paused', async () => {
    const settings = (await many.ask('GET', '/calltouch/settings')) as { delivery: object };
    const save = (paused: boolean) =>
      many.ask('PUT', '/calltouch/settings', {
        ...settings,
        delivery: { ...settings.delivery, paused },
      });
    await save(true);
    try {
      const page = await many.open('/plugins/calltouch/overview');
      await page.getByText('Sending is paused').waitFor();
      await keepScreenshot(page, 'overview-paused');
      await page.close();
    } finally {
      await save(false);
    }
  });

  it.each(LOOKS)('is readable: $theme, $language, $width px', async (look) => {
    const words = WORDS[look.language];
    const page = await many.open('/plugins/calltouch/overview', look);
    await page.getByRole('heading', { name: words.overview }).waitFor();
    await page.getByRole('img').nth(2).waitFor();
    const name = `${look.theme}-${look.language}-${look.width}`;
    // Strapi's pages scroll within themselves: only a tall window shows all.
    await page.setViewportSize({ width: look.width, height: 2600 });
    await keepScreenshot(page, `overview-${name}`);
    expect(await barriersOn(page, 'main')).toEqual([]);
    expect(await overflowOf(page)).toBe(0);

    const toTable = page.getByRole('button', { name: words.table });
    // Each that is pressed takes another name.
    while ((await toTable.count()) > 0) await toTable.first().click();
    await page.getByRole('table').nth(2).waitFor();
    await keepScreenshot(page, `overview-tables-${name}`);
    expect(await barriersOn(page, 'main')).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });
});

/** The sum of the figures in a table's column. */
async function sumOfColumn(section: Locator, name: string): Promise<number> {
  const table = section.getByRole('table');
  const names = await table.locator('thead th').allInnerTexts();
  const column = names.findIndex((text) => text.trim().toLowerCase() === name.toLowerCase());
  const cells = await table.locator(`tbody tr > :nth-child(${column + 1})`).allInnerTexts();
  return cells.reduce((sum, text) => sum + Number(text), 0);
}

/** How many colours a canvas shows. */
function coloursOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height, getContext } = element as unknown as {
      width: number;
      height: number;
      getContext: (kind: '2d') => {
        getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
      };
    };
    const { data } = getContext.call(element, '2d').getImageData(0, 0, width, height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

/** By how many pixels a page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(`Math.max(
    document.documentElement.scrollWidth - innerWidth,
    ...[...document.querySelectorAll('main')].map((main) => main.scrollWidth - main.clientWidth),
  )`);
}
