import type { Page } from 'playwright-core';
import { startLocalCalltouch } from '../../local-calltouch';
import { barriersOn } from '../support/axe';
import { keepScreenshot } from '../support/browser';
import { form, settings, site } from '../support/settings';
import { REFUSAL, seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';
import { waitFor } from '../support/waitFor';

jest.setTimeout(180_000);

describe('the settings page sends a test lead', () => {
  let stage: SettingsStage;

  beforeAll(async () => {
    stage = await startSettingsStage();
  });
  afterAll(() => stage?.stop());

  beforeEach(() => stage.calltouch.reset());
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);

  const dialog = (page: Page) => page.getByRole('dialog');

  async function openDialog(page: Page, row: RegExp): Promise<void> {
    await page.getByRole('button', { name: row }).click();
    await page.getByRole('button', { name: 'Send a test lead' }).click();
  }

  seen('which Calltouch accepts, and shows all of it', async () => {
    const product = { name: 'product', value: '{{ product.title }}' };
    await stage.save(settings([form({ customFields: [product] })]));
    const page = await stage.open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openDialog(page, /api::lead\.lead/);
    await dialog(page).getByText('One real lead goes to Calltouch').waitFor();
    expect(stage.calltouch.arrivals).toEqual([]);

    stage.calltouch.faults.setFault({ kind: 'delay', delayMs: 1_000 }, { times: 1 });
    await dialog(page).getByRole('button', { name: 'Send' }).click();
    await dialog(page).getByText('then waiting for Calltouch’s answer').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).getByText('Accepted by Calltouch').waitFor();
    const [arrival, ...others] = stage.calltouch.arrivals;
    expect(others).toEqual([]);
    const shown = await dialog(page).innerText();
    expect(shown).toContain(`Lead ID in Calltouch\n${arrival!.requestId}`);
    expect(shown).toContain('HTTP status\n200');
    expect(shown).toMatch(/Duration\n[\d.]+ s/);
    expect(shown).toContain('customField[product]\ntest');
    expect(shown).toContain(`subject\n${arrival!.params.subject}`);
    // Laid out, one member a line.
    expect(shown).toContain(`\n  "requestId": ${arrival!.requestId},\n`);
    await keepScreenshot(page, 'test-lead');

    await dialog(page).getByRole('button', { name: 'Copy the answer' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(JSON.parse(copied as string)).toMatchObject({ subject: arrival!.params.subject });
    expect(await barriersOn(page, '[role=dialog]')).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    expect(await dialog(page).count()).toBe(0);
  });

  seen('which Calltouch refuses, in its own words', async () => {
    const page = await stage.open();
    await openDialog(page, /site_id 18990/);
    stage.calltouch.faults.setFault({ kind: 'text', text: REFUSAL }, { times: 1 });
    await dialog(page).getByRole('button', { name: 'Send' }).click();
    await dialog(page).getByText('Refused by Calltouch').waitFor();
    await dialog(page).getByText(`Calltouch’s words: ${REFUSAL}`).waitFor();
    expect(await dialog(page).locator('pre').innerText()).toBe(REFUSAL);
  });

  seen('of what is saved, not of what is typed', async () => {
    const page = await stage.open();
    await page.getByRole('button', { name: /site_id 18990/ }).click();
    const send = page.getByRole('button', { name: 'Send a test lead' });
    await waitFor('the button', () => send.isEnabled());
    const siteId = page.getByLabel('Site ID (site_id)');
    await siteId.fill('1');
    await page.getByText('Save your changes first').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await siteId.fill('18990');
    await waitFor('the button', () => send.isEnabled());
  });

  seen('of a form whose site is found by the host to the site that a person chooses', async () => {
    const other = site({ key: 'other', name: 'other.ru', siteId: '222', hosts: ['other.ru'] });
    await stage.save(settings([form({ site: null })], {}, [site(), other]));
    const page = await stage.open();
    await openDialog(page, /api::lead\.lead/);
    await dialog(page).getByRole('combobox', { name: 'Site' }).click();
    await page.getByRole('option', { name: 'other.ru' }).click();
    await dialog(page).getByRole('button', { name: 'Send' }).click();
    await dialog(page).getByText('Accepted by Calltouch').waitFor();
    expect(stage.calltouch.arrivals.map(({ siteId }) => siteId)).toEqual(['222']);
    await stage.save(settings());
  });

  seen('and says so where nobody answers', async () => {
    const port = Number(new URL(stage.calltouch.url).port);
    await stage.calltouch.stop();
    try {
      const page = await stage.open();
      await openDialog(page, /site_id 18990/);
      await dialog(page).getByRole('button', { name: 'Send' }).click();
      await dialog(page).getByText('Did not get through').waitFor();
      await dialog(page).getByText('refused the connection').waitFor();
      await dialog(page).getByText('it is not tried again by itself').waitFor();
      await dialog(page).getByText('There was no answer').waitFor();
    } finally {
      stage.calltouch = await startLocalCalltouch({ port });
    }
  });
});
