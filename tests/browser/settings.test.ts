import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { DeliveryPage, Settings } from '../../server/src/contracts';
import { addAdministrator } from '../support/administrator';
import { barriersOn } from '../support/axe';
import { keepScreenshot } from '../support/browser';
import { allowPublicCreate } from '../support/role';
import { form, settings, site } from '../support/settings';
import { REFUSAL, seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';
import { changeStoredSettings } from '../support/storedSettings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';

jest.setTimeout(180_000);

describe('the settings page', () => {
  let stage: SettingsStage;

  beforeAll(async () => {
    stage = await startSettingsStage();
  });
  afterAll(() => stage?.stop());

  beforeEach(() => stage.calltouch.reset());
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);

  /** A visitor sends the form; resolves once its delivery has this status. */
  async function submit(data: object, status: 'delivered' | 'failed'): Promise<void> {
    const answer = await fetch(`${stage.app.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: { name: 'Анна', phone: '9201234567', ...data } }),
    });
    const { data: entry } = (await answer.json()) as { data: { documentId: string } };
    await waitFor(`a ${status} lead`, async () => {
      const found = await stage.ask<DeliveryPage>(
        'GET',
        `/calltouch/deliveries?search=${entry.documentId}&status=${status}`,
      );
      return found.results.length === 1;
    });
  }

  const checkUp = (page: Page) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: 'Check-up' }) });
  /** Unfolds a site or form of the check-up; the first with something to correct is open already. */
  async function unfold(page: Page, name: string): Promise<void> {
    const place = checkUp(page).getByRole('button', { name });
    await place.waitFor();
    if ((await place.getAttribute('aria-expanded')) === 'false') await place.click();
  }
  const check = (page: Page, title: string) =>
    checkUp(page).locator('li').filter({ hasText: title }).first();

  describe('checks up', () => {
    seen('nothing before something is saved', async () => {
      await stage.save(settings([], {}, []));
      const page = await stage.open();
      await page.getByText('Three steps to the first lead').waitFor();
      expect(await checkUp(page).count()).toBe(0);
    });

    seen('and shows Calltouch’s words, what to do, and the way to the input', async () => {
      await stage.save(settings());
      stage.calltouch.faults.setFault({ kind: 'text', text: REFUSAL }, { times: 1 });
      await submit({}, 'failed');
      const page = await stage.open();
      await checkUp(page).getByText('2 things to correct', { exact: true }).waitFor();
      const verdict = check(page, 'Calltouch’s verdict');
      expect(await verdict.innerText()).toMatch(/To correct[^]*Calltouch refused the last lead on/);
      await verdict.getByText(`Calltouch’s words: ${REFUSAL}`).waitFor();
      await keepScreenshot(page, 'check-up-refused');

      const siteId = page.getByLabel('Site ID (site_id)');
      await verdict.getByRole('button', { name: 'example.ru › Site ID (site_id)' }).click();
      await waitFor('the cursor', () => isFocused(siteId));

      await siteId.fill('18991');
      await checkUp(page).getByText('The check-up looks at what is saved').waitFor();
      await submit({}, 'delivered');
      await page.getByRole('button', { name: 'Save' }).click();
      // The save alone asks again.
      await checkUp(page).getByText('1 thing to correct', { exact: true }).waitFor();
      await unfold(page, 'Site example.ru');
      await check(page, 'Calltouch’s verdict').getByText('In order').waitFor();
      expect(await checkUp(page).getByText('The check-up looks at what is saved').count()).toBe(0);
    });

    seen('before the rest is shown, so that nothing moves away under a click', async () => {
      await stage.save(settings());
      const page = await stage.open();
      await page.route('**/calltouch/check-up', async (route) => {
        await sleep(1_000);
        await route.continue();
      });
      await page.reload();
      const site = page.getByRole('button', { name: /site_id 18990/ });
      await site.waitFor();
      const before = await site.boundingBox();
      await checkUp(page).getByRole('button', { name: 'Site example.ru' }).waitFor();
      expect((await site.boundingBox())?.y).toBe(before?.y);
    });

    seen('again, where it failed, and leaves alone what somebody types meanwhile', async () => {
      const page = await stage.open();
      await page.route('**/calltouch/check-up', (route) => route.fulfill({ status: 500 }));
      await page.reload();
      await checkUp(page).getByText('The check-up could not be made').waitFor();
      await page.getByRole('button', { name: /site_id 18990/ }).click();
      const name = page.getByRole('textbox', { name: 'Name', exact: true });
      await name.fill('typed.ru');
      await page.unroute('**/calltouch/check-up');
      await page.getByRole('button', { name: 'Check again' }).click();
      await checkUp(page).getByRole('button', { name: 'Site example.ru' }).waitFor();
      expect(await name.inputValue()).toBe('typed.ru');
    });

    seen('what no longer fits the content type', async () => {
      await stage.save(settings([form({ writeBack: { city: 'sessionCity' } })]));
      changeStoredSettings(stage.databaseFile, (stored) => {
        const [lead] = stored.forms;
        const fields = { ...lead!.fields, comment: '{{ gone }}' };
        return { ...stored, forms: [{ ...lead!, fields, writeBack: { city: 'lost' } }] };
      });
      const page = await stage.open();
      const again = page.getByRole('button', { name: 'Check again' });
      const isKnown = async () => {
        await again.click();
        return (await checkUp(page).getByText('value does not fit').count()) > 0;
      };
      await waitFor('the stored settings', isKnown, 30_000);
      // The page itself still holds what it has read.
      await page.reload();
      await unfold(page, 'Form Lead');
      await check(page, 'Write-back').getByText('There is no attribute “lost” any more').waitFor();
      const mapping = check(page, 'Mapping');
      await mapping.getByText('There is no attribute “gone”').waitFor();
      await mapping.getByRole('button', { name: 'Lead › Comment' }).click();
      await waitFor('the cursor', () =>
        isFocused(page.getByRole('textbox', { name: 'Comment', exact: true })),
      );
    });

    seen('whether visitors may create entries', async () => {
      await stage.save(settings());
      await allowPublicCreate(stage.ask, false);
      const page = await stage.open();
      await unfold(page, 'Form Lead');
      const right = check(page, 'Right of visitors to create entries');
      await right.getByText('The Public role may not create entries').waitFor();
      await right.getByText('For information').waitFor();
      await allowPublicCreate(stage.ask, true);
      await page.getByRole('button', { name: 'Check again' }).click();
      await right.getByText('The Public role may create entries').waitFor();
      await right.getByText('In order').waitFor();
    });

    seen('whether pages pass their session on', async () => {
      for (let number = 1; number <= 5; number += 1) {
        await submit({ calltouch: { reason: 'blocked' } }, 'delivered');
      }
      const page = await stage.open();
      await unfold(page, 'Form Lead');
      const session = check(page, 'Calltouch session');
      await session.getByText('leads has a session, so Calltouch can’t tell').waitFor();
      await session.getByText('To correct').waitFor();
    });
  });

  seen('what is typed while they are being saved stays, and is not called saved', async () => {
    await stage.save(settings());
    const page = await stage.open();
    await page.getByRole('button', { name: /site_id 18990/ }).click();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('first.ru');
    await page.route('**/calltouch/settings', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await name.fill('second.ru');
    await page.getByText('Saved as it was when you pressed Save').waitFor();
    expect(await name.inputValue()).toBe('second.ru');
    const [saved] = (await stage.ask<Settings>('GET', '/calltouch/settings')).sites;
    expect(saved!.name).toBe('first.ru');
    await page.unroute('**/calltouch/settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved').waitFor();
    const [after] = (await stage.ask<Settings>('GET', '/calltouch/settings')).sites;
    expect(after!.name).toBe('second.ru');
  });

  describe('for an administrator', () => {
    const right = (name: string) => `plugin::calltouch.${name}`;

    seen('who may only read changes, sends and shows nothing more', async () => {
      await stage.save(settings());
      const reader = await addAdministrator(stage.app.url, stage.token, 'reader', [
        right('settings.read'),
      ]);
      const page = await stage.open({}, reader);
      await unfold(page, 'Site example.ru');
      await page.getByRole('button', { name: /api::lead\.lead/ }).click();
      await page.getByText('You may not see personal data').waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Send a test lead' }).count()).toBe(0);
      expect(await page.getByRole('textbox', { name: 'Phone', exact: true }).isDisabled()).toBe(
        true,
      );
    });

    seen('who may send leads sends a test lead of what others have set up', async () => {
      const sender = await addAdministrator(stage.app.url, stage.token, 'sender', [
        right('settings.read'),
        right('deliveries.send'),
      ]);
      const page = await stage.open({}, sender);
      await page.getByRole('button', { name: /site_id 18990/ }).click();
      await page.getByRole('button', { name: 'Send a test lead' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await page.getByRole('dialog').getByText('Accepted by Calltouch').waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    });
  });

  describe.each(
    (['light', 'dark'] as const).flatMap((theme) =>
      (['en', 'ru'] as const).map((language) => ({ theme, language })),
    ),
  )('in $theme and $language', (look) => {
    beforeAll(async () => {
      // Every kind of check, alert and input at once.
      const other = site({ key: 'other', name: 'other.ru', siteId: '222', modId: '', hosts: [] });
      const lead = form({ site: null, customFields: [{ name: 'product', value: 'x' }] });
      await stage.save(settings([lead], { paused: true, dailyLimit: 1 }, [site(), other]));
    });

    seen('keeps nobody out', async () => {
      const page = await stage.open(look);
      await page.getByRole('button', { name: /site_id 18990/ }).click();
      await page.getByRole('button', { name: /api::lead\.lead/ }).click();
      await page.getByText('newest entry').or(page.getByText('fio')).first().waitFor();
      for (const width of [1280, 768]) {
        await page.setViewportSize({ width, height: 4200 });
        await page.waitForTimeout(500);
        await keepScreenshot(page, `settings-${look.theme}-${look.language}-${width}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
      }
      expect(await barriersOn(page)).toEqual([]);
    });

    seen('keeps nobody out of the entry’s panel', async () => {
      const { results } = await stage.ask<DeliveryPage>(
        'GET',
        '/calltouch/deliveries?status=delivered&pageSize=1',
      );
      const [delivery] = results;
      const address = `/content-manager/collection-types/${LEAD}/${delivery!.documentId}`;
      const page = await stage.open(look, stage.token, address);
      const details = page.getByRole('link', {
        name: look.language === 'en' ? 'All about this delivery' : 'Подробнее об отправке',
      });
      await details.waitFor();
      expect(await details.getAttribute('href')).toBe(
        `/admin/plugins/calltouch/deliveries/${delivery!.id}`,
      );
      await keepScreenshot(page, `panel-${look.theme}-${look.language}`);
      expect(await barriersOn(page)).toEqual([]);
    });
  });
});

function isFocused(input: Locator): Promise<boolean> {
  return input.evaluate((element) => element === element.ownerDocument.activeElement);
}
