import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startLanding, type Landing } from '../../demo/landing';
import { LANDING_WORDS } from '../../demo/landing/words';
import { DEMO_SESSIONS, DEMO_VISITS } from '../../demo/visits';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { ADMINISTRATOR, registerAdministrator } from '../support/administrator';
import { keepScreenshot, logIn, openPage, startBrowser } from '../support/browser';
import { freePort } from '../support/freePort';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

jest.setTimeout(120_000);

describe('the way of a lead, seen by people', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess;
  let landing: Landing;
  let browser: Browser;
  let admin: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-browser-'));
    calltouch = await startLocalCalltouch({ sessions: DEMO_SESSIONS });
    app = await startStrapiProcess({
      PORT: String(await freePort()),
      DATABASE_FILENAME: path.join(folder, 'data.db'),
      CALLTOUCH_API_URL: calltouch.url,
      SERVE_ADMIN: 'true',
    });
    await registerAdministrator(app.url);
    landing = await startLanding(await freePort(), {
      strapiUrl: app.url,
      calltouchUrl: calltouch.url,
      modId: 'demo1234',
      siteId: '18990',
      visits: DEMO_VISITS,
    });
    browser = await startBrowser();
    admin = await openPage(browser, problems);
    admin.setDefaultTimeout(15_000);
    await logIn(admin, app.url, ADMINISTRATOR.email, ADMINISTRATOR.password);
  });

  afterAll(async () => {
    await browser?.close();
    await landing?.stop();
    await app?.kill();
    await calltouch?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A test that leaves a picture where it fails. */
  const seen = (name: string, work: () => Promise<void>) =>
    it(name, async () => {
      try {
        await work();
      } catch (error) {
        await keepScreenshot(admin, 'failed');
        throw error;
      }
    });

  seen('begins with a site and a form on the settings page', async () => {
    await admin.goto(`${app.url}/admin/settings/calltouch`);
    await admin.getByText('Three steps to the first lead').waitFor();
    await keepScreenshot(admin, 'settings-empty');
    const save = admin.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);

    await admin.getByRole('button', { name: 'Add site' }).first().click();
    await admin.getByRole('textbox', { name: /^Name\*?$/ }).fill('Demo site');
    await admin.getByLabel('Site ID (site_id)').fill('18990/x');
    await admin.getByLabel('Script ID (mod_id)').fill('demo1234');
    await admin.getByLabel('Hosts').fill('localhost');
    await admin.getByRole('button', { name: 'Add form' }).first().click();
    await admin.getByRole('combobox', { name: 'Content type' }).click();
    await admin.getByRole('option', { name: /Lead/ }).click();
    await expect(admin.getByLabel('Phone', { exact: true }).inputValue()).resolves.toBe(
      '{{ phone }}',
    );

    await save.click();
    await admin.getByText('Enter the number of the site in Calltouch').first().waitFor();
    await keepScreenshot(admin, 'settings-refused');
    await admin.getByLabel('Site ID (site_id)').fill('18990');
    await save.click();
    await admin.getByText('The settings are saved').first().waitFor();
    await admin.getByText('The settings are saved').first().waitFor({ state: 'hidden' });
    await keepScreenshot(admin, 'settings');
    await admin.getByRole('heading', { name: 'Mapping' }).scrollIntoViewIfNeeded();
    await keepScreenshot(admin, 'settings-form');
    expect(problems).toEqual([]);
  });

  seen('goes on with a visitor who sends the form of the landing page', async () => {
    const visitor = await openPage(browser, problems);
    await visitor.goto(`${landing.url}/?lang=en&${DEMO_VISITS[0]!.query}`);
    await visitor.locator('input[name=name]').fill('Anna Petrova');
    await visitor.locator('input[name=phone]').fill('8 (920) 123-45-67');
    await visitor.locator('input[name=email]').fill('anna@example.ru');
    await visitor.locator('textarea[name=message]').fill('A white kitchen, three metres');
    await visitor.getByRole('button', { name: LANDING_WORDS.en.send }).click();
    await waitFor('the lead', () => calltouch.leads.length === 1);
    expect(calltouch.leads[0]!.params).toMatchObject({
      fio: 'Anna Petrova',
      phoneNumber: '79201234567',
      sessionId: DEMO_VISITS[0]!.sessionId,
    });
    await visitor.context().close();
    expect(problems).toEqual([]);
  });

  seen('shows in the entry’s panel that it was delivered, and from where', async () => {
    await admin.goto(`${app.url}/admin/content-manager/collection-types/api::lead.lead`);
    await admin.getByText('Anna Petrova').first().click();
    await admin.getByText('Delivered', { exact: true }).first().waitFor();
    await admin.getByText('yandex / cpc').first().waitFor();
    await admin.getByText(calltouch.leads[0]!.requestId!).first().waitFor();
    await keepScreenshot(admin, 'panel');
    expect(problems).toEqual([]);
  });

  seen('asks before it sends a delivered lead again, and shows the second attempt', async () => {
    const again = admin.getByRole('button', { name: 'Send again' });
    await again.click();
    const question = admin.getByRole('alertdialog');
    await question.getByText('Calltouch has this lead already').waitFor();
    await keepScreenshot(admin, 'panel-question');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(calltouch.arrivals).toHaveLength(1);

    await again.click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    await waitFor('the second lead', () => calltouch.leads.length === 2);
    await admin.getByText('2 attempts').first().waitFor();
    await admin.getByText('Calltouch may have this lead twice').waitFor();
    await admin.getByText('2 attempts in detail').click();
    await admin.getByText('The lead is in Calltouch').first().waitFor({ state: 'hidden' });
    await keepScreenshot(admin, 'panel-again');
    expect(problems).toEqual([]);
  });
});
