import path from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import type { Health } from '../../server/src/contracts';
import { barriersOn } from '../support/axe';
import { keepScreenshot } from '../support/browser';
import { tokenOfRole } from '../support/role';
import { form, settings } from '../support/settings';
import { seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';
import { waitFor } from '../support/waitFor';

const LIST = '/plugins/calltouch';

jest.setTimeout(180_000);

/** A copied database in the admin, and the entry that a delivery leads to. */
describe('the pages of a database of another deployment', () => {
  let stage: SettingsStage;

  beforeAll(async () => {
    stage = await startSettingsStage();
    const booking = form({ contentType: 'api::booking.booking', fields: { fio: '{{ name }}' } });
    await stage.save(settings([form(), booking]));
  });
  afterAll(() => stage?.stop());
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);
  const health = () => stage.ask<Health>('GET', '/calltouch/health');
  const banner = (page: Page) =>
    page.getByText('This database belongs to another site: nothing is sent');

  const becomeForeign = async () => {
    const database = new Database(path.resolve(stage.databaseFile));
    const marks = JSON.stringify({ place: 'example.ru', apiUrl: 'https://x.ru', keyHashes: [] });
    database
      .prepare('update calltouch_deployments set marks = ?, deployment_id = ?')
      .run(marks, 'theirs');
    database.close();
    expect(await health()).toMatchObject({ state: 'foreign' });
  };

  const submit = async () => {
    const answer = await fetch(`${stage.app.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: { name: 'Анна', phone: '9201234567' } }),
    });
    expect(answer.status).toBe(201);
  };

  seen('say so, what waits, and that a decision is somebody else’s', async () => {
    await becomeForeign();
    await submit();
    const reader = await tokenOfRole(stage.ask, stage.app.url, [
      'deliveries.read',
      'settings.read',
    ]);
    for (const address of [LIST, `${LIST}/overview`, '/settings/calltouch']) {
      const page = await stage.open({}, reader, address);
      await banner(page).first().waitFor();
      await page.getByText('example.ru').first().waitFor();
      await page.getByText('1 lead waits.').first().waitFor();
      await page.getByText('Ask somebody who may change').first().waitFor();
      expect(await page.getByRole('button', { name: /This is/ }).count()).toBe(0);
      await keepScreenshot(page, `foreign-${address.split('/').at(-1)}`);
    }
  });

  seen('send what waits once somebody says that this is the site', async () => {
    const page = await stage.open({}, undefined, LIST);
    await banner(page).first().waitFor();
    await keepScreenshot(page, 'foreign-decide');
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: /This is the site/ }).click();
    await banner(page).first().waitFor({ state: 'detached' });
    await waitFor('the lead', () => stage.calltouch.leads.length === 1);
    await page.getByRole('row').getByText('Delivered', { exact: true }).waitFor();
  });

  seen('cancel what waits once somebody says that this is a copy', async () => {
    await becomeForeign();
    await submit();
    const page = await stage.open({ language: 'ru' }, undefined, LIST);
    await page.getByRole('button', { name: /копия/ }).click();
    await page.getByRole('row').getByText('Отменена', { exact: false }).first().waitFor();
    await keepScreenshot(page, 'foreign-copy-ru');
    expect(stage.calltouch.leads).toHaveLength(1);
  });

  seen('lead to an entry in its language', async () => {
    const made = await stage.ask<{ data: { documentId: string } }>(
      'POST',
      '/content-manager/collection-types/api::booking.booking?plugins[i18n][locale]=ru',
      { name: 'Борис по-русски' },
    );
    const page = await stage.open({}, undefined, LIST);
    await page.getByText('Борис по-русски').first().waitFor();
    await page
      .getByRole('link', { name: /Booking/ })
      .first()
      .click();
    await page.waitForURL(new RegExp(made.data.documentId));
    await waitFor('the entry', async () => {
      return (await page.locator('input[name=name]').inputValue()) === 'Борис по-русски';
    });
  });
});
