import type { Page } from 'playwright-core';
import type { Overview } from '../../server/src/contracts';
import { dayNamed } from '../../server/src/lead/day';
import { keepScreenshot } from '../support/browser';
import { deliveryRow } from '../support/insertDeliveries';
import { insertRows } from '../support/playgroundDatabase';
import { form, settings, site } from '../support/settings';
import { seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';

jest.setTimeout(240_000);

/** Of the site: it has summer time, and no browser's day is the same as its own. */
const SITE_ZONE = 'America/New_York';
const DAY = '2026-07-05';
/** Of the browsers. */
const ZONES = ['Asia/Kamchatka', 'Europe/Moscow', 'UTC', 'America/New_York'];

describe('days', () => {
  let stage: SettingsStage;

  beforeAll(async () => {
    stage = await startSettingsStage();
    await stage.save(settings([form()], {}, [site({ timeZone: SITE_ZONE })]));
    const { perDay } = await stage.ask<Overview>('GET', '/calltouch/overview?days=3');
    const midnights = [DAY, ...perDay.map(({ day }) => day)].map(
      (day) => dayNamed(day, SITE_ZONE)!.startMs,
    );
    insertRows(
      stage.databaseFile,
      // Another number of them on either side of each midnight.
      midnights.flatMap((startMs, index) =>
        [-1, 0, 0].map((ms, place) =>
          deliveryRow(`${index}-${place}`, {
            submitted_at: startMs + ms,
            status: place === 1 ? 'failed' : 'delivered',
            has_session: place === 2,
          }),
        ),
      ),
    );
  });
  afterAll(() => stage?.stop());
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);
  const matching = (page: Page, count: number) =>
    page.getByText(count === 1 ? '1 delivery matches' : `${count} deliveries match`).waitFor();

  for (const timeZone of ZONES) {
    seen(`are what was picked in ${timeZone}, and stay so`, async () => {
      const page = await stage.open({ timeZone }, undefined, '/plugins/calltouch');
      const from = page.getByRole('combobox', { name: 'From' });
      const to = page.getByRole('combobox', { name: 'To', exact: true });
      const addressed = () => Object.fromEntries(new URL(page.url()).searchParams);
      await from.click();
      await from.fill('07/05/2026');
      await from.press('Enter');
      await page.waitForURL(/from=2026-07-05/);
      await to.click();
      await to.fill('07/04/2026');
      // By the mouse, the day after.
      await page.getByRole('gridcell', { name: 'Sunday, July 5, 2026' }).click();
      await matching(page, 2);
      for (let time = 0; time < 2; time += 1) {
        expect(addressed()).toEqual({ from: DAY, to: DAY });
        expect([await from.inputValue(), await to.inputValue()]).toEqual([
          '07/05/2026',
          '07/05/2026',
        ]);
        for (const input of [from, to]) {
          await input.focus();
          await input.blur();
        }
        await page.keyboard.press('Escape');
        expect(addressed()).toEqual({ from: DAY, to: DAY });
        await page.reload();
        await matching(page, 2);
      }
      const hint = page.getByText('The days are those of the site’s time zone');
      expect(await hint.count()).toBe(timeZone === SITE_ZONE ? 0 : 1);
      await keepScreenshot(page, `days-${timeZone.replace('/', '-')}`);
      // To leave an input is no step of its own.
      await page.goBack();
      await page.waitForURL((url) => !url.searchParams.has('to'));
    });

    seen(`lead from a figure to as many rows in ${timeZone}`, async () => {
      const page = await stage.open({ timeZone }, undefined, '/plugins/calltouch/overview?days=7');
      const section = page.getByRole('region', { name: 'Leads per day' }).first();
      const asTable = async () => {
        await section.getByRole('button', { name: 'Show as table' }).click();
        await section.getByRole('table').waitFor();
      };
      await asTable();
      const links = section.getByRole('table').getByRole('link');
      const figures = (await links.allInnerTexts()).map(Number);
      // Of three midnights: what came before the first, then twice what came since and before.
      expect(figures).toEqual([1, 1, 2, 1, 2, 1, 1]);
      for (const [index, figure] of figures.entries()) {
        await links.nth(index).click();
        await matching(page, figure);
        await page.goBack();
        await asTable();
      }

      await page.goto(`${stage.app.url}/admin/`);
      const widget = page.getByRole('region', { name: 'Calltouch leads' });
      const today = widget.getByRole('link', { name: '1', exact: true });
      for (const index of [0, 1]) {
        await today.nth(index).click();
        await matching(page, 1);
        await page.goBack();
      }
    });
  }

  seen('can be typed while the list is asked for again', async () => {
    const page = await stage.open({}, undefined, `/plugins/calltouch?from=${DAY}&page=1`);
    await matching(page, 11);
    const from = page.getByRole('combobox', { name: 'From' });
    await from.fill('07/0');
    await page.waitForResponse((answer) => answer.url().includes('/calltouch/deliveries?'));
    await page.waitForTimeout(500);
    expect(await from.inputValue()).toBe('07/0');
  });
});
