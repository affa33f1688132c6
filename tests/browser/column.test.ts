import type { Page } from 'playwright-core';
import { form, settings } from '../support/settings';
import { REFUSAL, seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';
import { waitFor } from '../support/waitFor';

const LIST = '/content-manager/collection-types/api::lead.lead?sort=id:DESC';

jest.setTimeout(180_000);

/** The column of an open list is that of the moment, whoever sends a lead meanwhile. */
describe('the column of a list of entries', () => {
  let stage: SettingsStage;

  beforeAll(async () => {
    stage = await startSettingsStage();
    await stage.save(settings([form()]));
  });
  afterAll(() => stage?.stop());
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);

  /** A lead that Calltouch refuses once. */
  const refusedLead = async (name: string) => {
    stage.calltouch.faults.setFault({ kind: 'text', text: REFUSAL }, { times: 1 });
    const answer = await fetch(`${stage.app.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: { name, phone: '9201234567' } }),
    });
    expect(answer.status).toBe(201);
  };
  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const openList = async (name: string) => {
    const page = await stage.open({}, undefined, LIST);
    await row(page, name).getByText('Not delivered').waitFor();
    return page;
  };

  seen('follows a sending from the panel of an entry', async () => {
    await refusedLead('Anna');
    const page = await openList('Anna');
    await row(page, 'Anna').getByText('Anna').click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Delivered', { exact: true }).first().waitFor();
    await page.goBack();
    await row(page, 'Anna').getByText('Delivered', { exact: true }).waitFor();
  });

  seen('follows a sending of the rows that are ticked', async () => {
    await refusedLead('Boris');
    const page = await openList('Boris');
    await row(page, 'Boris').getByRole('checkbox').click();
    // Strapi shows the actions of a selection when the page moves next.
    await waitFor('the actions', async () => {
      await page.mouse.wheel(0, 1);
      return page.getByRole('button', { name: 'Send to Calltouch' }).isVisible();
    });
    await page.getByRole('button', { name: 'Send to Calltouch' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Send/ }).click();
    await dialog.getByText('Done', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await row(page, 'Boris').getByText('Delivered', { exact: true }).waitFor();
  });
});
