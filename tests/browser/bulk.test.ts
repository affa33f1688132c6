import type { Browser, Page } from 'playwright-core';
import { barriersOn } from '../support/axe';
import { keepScreenshot, openAdmin, startBrowser } from '../support/browser';
import { COUNTS, startSomeDeliveries, type SomeDeliveries } from '../support/someDeliveries';
import { waitFor } from '../support/waitFor';

jest.setTimeout(240_000);

describe('many leads at once', () => {
  let some: SomeDeliveries;
  let browser: Browser;
  let admin: Page;
  let list: string;
  const problems: string[] = [];

  beforeAll(async () => {
    some = await startSomeDeliveries();
    some.endRest();
    list = `${some.app.url}/admin/plugins/calltouch`;
    browser = await startBrowser();
    admin = await openAdmin(browser, problems, some.token);
  });

  afterAll(async () => {
    await browser?.close();
    await some?.stop();
  });

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
  const dialog = () => admin.getByRole('dialog');
  // The last: the cross in the corner is called "Close", too.
  const press = (name: string) =>
    dialog().getByRole('button', { name, exact: true }).last().click();
  /**
   * Strapi shows the actions in an idle moment of the page, and a page at rest in a headless browser
   * may have none until something happens.
   */
  const actionsShown = () =>
    waitFor('the actions', async () => {
      await admin.mouse.wheel(0, 1);
      return admin.getByRole('button', { name: 'Delete' }).isVisible();
    });
  const choosePage = () => admin.getByRole('checkbox', { name: 'Select all on this page' }).click();

  // First: what waits is sent as soon as Calltouch answers again.
  seen('are cancelled where they wait, and left alone where not', async () => {
    await admin.goto(`${list}?status=pending%2Cskipped`);
    await choosePage();
    await admin.getByRole('button', { name: 'Cancel sending' }).click();
    await dialog().getByText(`The sending of ${COUNTS.pending} leads will be cancelled`).waitFor();
    await dialog().getByText(`Left out: ${COUNTS.skipped} (not waiting`).waitFor();
    await keepScreenshot(admin, 'bulk-cancel');
    await press(`Cancel sending of ${COUNTS.pending}`);
    await dialog().getByText(`The sending of ${COUNTS.pending} leads is cancelled`).waitFor();
    await press('Close');
    const { pagination } = await some.find({ status: ['cancelled'] });
    expect(pagination.total).toBe(COUNTS.pending);
  });

  seen('are sent again after a question, with progress and a report', async () => {
    await admin.goto(`${list}?status=delivered`);
    await choosePage();
    await admin.getByText('20 selected').waitFor();
    await admin.getByRole('button', { name: `Select all ${COUNTS.delivered} that match` }).click();
    await admin.getByText(`${COUNTS.delivered} selected`).waitFor();
    await admin.getByRole('button', { name: 'Send again' }).click();
    await dialog().getByText(`${COUNTS.delivered} leads will be sent`).waitFor();
    await dialog().getByText('this takes about 5 seconds').waitFor();
    await dialog().getByText(`Calltouch has ${COUNTS.delivered} of them already`).waitFor();
    await keepScreenshot(admin, 'bulk-question');
    expect(await barriersOn(admin, '[role=dialog]')).toEqual([]);

    await press('Back');
    await admin.getByText(`${COUNTS.delivered} selected`).waitFor();
    expect(await admin.locator(':focus').textContent()).toBe('Send again');
    const before = some.calltouch.arrivals.length;
    some.calltouch.faults.setFault({ kind: 'status', status: 403 }, { times: 2 });
    await admin.getByRole('button', { name: 'Send again' }).click();
    await press(`Send ${COUNTS.delivered}`);
    const bar = dialog().getByRole('progressbar');
    await bar.waitFor();
    const shares = new Set<number>();
    await waitFor(
      'the end',
      async () => {
        shares.add(Number(await bar.getAttribute('aria-valuenow')));
        return dialog().getByText('Done', { exact: true }).isVisible();
      },
      60_000,
    );
    expect(shares.size).toBeGreaterThan(2);
    await dialog()
      .getByText(`Delivered: ${COUNTS.delivered - 2}`)
      .waitFor();
    await dialog().getByText('Not delivered: 2').waitFor();
    await dialog().getByText('2: Calltouch refused the lead').waitFor();
    await keepScreenshot(admin, 'bulk-report');
    expect(await barriersOn(admin, '[role=dialog]')).toEqual([]);
    expect(some.calltouch.arrivals.length - before).toBe(COUNTS.delivered);
    await press('Close');
    await admin.getByText(`${COUNTS.delivered - 2} deliveries match`).waitFor();
    expect(await admin.getByText('selected').count()).toBe(0);
  });

  seen('keep their dialog while the request runs', async () => {
    const resend = '**/calltouch/deliveries/resend';
    await admin.goto(`${list}?status=delivered&pageSize=10`);
    await choosePage();
    await admin.getByRole('button', { name: 'Send again' }).click();
    await dialog().getByText('10 leads will be sent').waitFor();
    await admin.route(resend, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await route.continue();
    });
    await press('Send 10');
    await admin.keyboard.press('Escape');
    await admin.mouse.click(5, 5);
    const cross = (await dialog().getByRole('button', { name: 'Close' }).boundingBox())!;
    await admin.mouse.click(cross.x + 5, cross.y + 5);
    await dialog().getByRole('progressbar').waitFor();
    await admin.unroute(resend);
    await dialog().getByText('Done', { exact: true }).waitFor();
    await press('Close');
    await dialog().waitFor({ state: 'detached' });
  });

  seen('go on where the dialog is closed', async () => {
    await admin.goto(`${list}?status=failed`);
    const { pagination } = await some.find({ status: ['failed'] });
    await choosePage();
    await admin.getByRole('button', { name: 'Send again' }).click();
    await press(`Send ${pagination.total}`);
    await dialog().getByRole('progressbar').waitFor();
    await admin.keyboard.press('Escape');
    await admin.getByText('No delivery matches these filters').waitFor();
  });

  seen('are told apart from a single one, which asks too', async () => {
    const [first, second] = (await some.find({ status: ['unknown'] })).results;
    await admin.goto(`${list}/deliveries/${first!.id}`);
    await admin.getByText('A person must decide').waitFor();
    await admin.getByRole('button', { name: 'Send again' }).click();
    const question = admin.getByRole('alertdialog');
    await question.getByText('Calltouch may have this lead already').waitFor();
    await question.getByRole('button', { name: 'Confirm' }).click();
    await admin.getByText('Possible duplicate').waitFor();
    await admin.getByRole('listitem').filter({ hasText: 'by hand: admin@example.com' }).waitFor();

    await admin.goto(`${list}/deliveries/${second!.id}`);
    await admin.getByRole('button', { name: 'Cancel sending' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    await admin.getByText('admin@example.com has cancelled the sending').waitFor();
  });

  seen('are sent from the Content Manager, from forms alone', async () => {
    const before = some.calltouch.leads.length;
    await admin.goto(`${some.app.url}/admin/content-manager/collection-types/api::lead.lead`);
    const boxes = admin.locator('tbody').getByRole('checkbox');
    await boxes.first().waitFor();
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    await actionsShown();
    await admin.getByRole('button', { name: 'Send to Calltouch' }).click();
    await dialog().getByText('2 leads will be sent').waitFor();
    await keepScreenshot(admin, 'bulk-entries');
    await press('Send 2');
    await dialog().getByText('Done', { exact: true }).waitFor();
    await dialog().getByText('Delivered: 2').waitFor();
    expect(some.calltouch.leads.length - before).toBe(2);

    await some.ask('POST', '/content-manager/collection-types/api::booking.booking', {
      name: 'Nobody',
    });
    await admin.goto(`${some.app.url}/admin/content-manager/collection-types/api::booking.booking`);
    await boxes.first().click();
    await actionsShown();
    expect(await admin.getByRole('button', { name: 'Send to Calltouch' }).count()).toBe(0);
  });
});
