import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { checkPage } from '../../server/src/operations/checkPage';
import { barriersOn } from '../support/axe';
import { keepScreenshot } from '../support/browser';
import { settings, site } from '../support/settings';
import { seenOn, startSettingsStage, type SettingsStage } from '../support/settingsStage';

jest.setTimeout(180_000);

const SCRIPT_URL = 'https://cms.example.ru/api/calltouch/client.js';
const SHOP = site({ key: 'shop', name: 'Магазин', modId: 'wxyz9876', hosts: ['shop.ru'] });

/** A page with the plugin's script, another site's tracker, and one of two forms marked. */
const HTML = `<!doctype html><title>Окна</title>
<script async src="${SCRIPT_URL}"></script>
<script src="https://mod.calltouch.ru/init.js?id=wxyz9876"></script>
<form id="callback" action="/send" data-calltouch></form><form name="search"></form>`;

describe('the settings page checks a live page', () => {
  let stage: SettingsStage;
  let server: http.Server;
  let url: string;

  beforeAll(async () => {
    stage = await startSettingsStage();
    await stage.save(settings([], {}, [site({ hosts: ['127.0.0.1'] }), SHOP]));
    server = http.createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(HTML);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/okna/`;
  });
  afterAll(async () => {
    server?.close();
    await stage?.stop();
  });
  afterEach(async () => expect(await stage.closePages()).toEqual([]));

  const seen = seenOn(() => stage);
  const siteRow = (page: Page) => page.getByRole('button', { name: /site_id 18990/ }).first();

  /** Strapi itself reads nothing on loopback: here the same operation does, with another rule. */
  async function readOnLoopback(page: Page): Promise<void> {
    await page.route('**/calltouch/check-page', async (route) => {
      const asked = route.request().postDataJSON() as { url: string };
      const stored = await stage.ask<ReturnType<typeof settings>>('GET', '/calltouch/settings');
      await route.fulfill({ json: await checkPage(asked.url, stored, SCRIPT_URL, () => true) });
    });
  }

  seen('and tells in words what is right, what is wrong and what to do', async () => {
    const page = await stage.open();
    await readOnLoopback(page);
    await siteRow(page).click();
    const check = page.getByRole('button', { name: 'Check the page' });
    expect(await check.isDisabled()).toBe(true);
    await page.getByLabel('Address of a page with a form').fill(url);
    // As people do; it must not save the settings.
    await page.getByLabel('Address of a page with a form').press('Enter');
    await page.getByText(`What is at ${url}:`).waitFor();
    await page
      .getByText('By its host, 127.0.0.1, the page belongs to the site example.ru.')
      .waitFor();
    await page.getByText(`comes from this Strapi: ${SCRIPT_URL}`).waitFor();
    await page.getByText('wxyz9876 is the script ID of Магазин').waitFor();
    await page.getByText('1 of 2 forms are marked with data-calltouch').waitFor();
    await page.getByText('<form id="callback" action="/send"> marked').waitFor();
    await page.getByText('<form name="search"> not marked').waitFor();
    expect(await page.getByText('Saved', { exact: true }).count()).toBe(0);
    expect(await barriersOn(page)).toEqual([]);
    await check.scrollIntoViewIfNeeded();
    await keepScreenshot(page, 'check-page-en');
  });

  seen('in Russian, too', async () => {
    const page = await stage.open({ language: 'ru' });
    await readOnLoopback(page);
    await siteRow(page).click();
    await page.getByLabel('Адрес страницы с формой').fill(url);
    await page.getByRole('button', { name: 'Проверить страницу' }).click();
    await page.getByText(`По адресу ${url}:`).waitFor();
    await page.getByText('wxyz9876 — это ID скрипта сайта Магазин').waitFor();
    await page.getByText('помечено форм: 1 из 2').waitFor();
    await page.getByText('<form name="search"> не помечена').waitFor();
    await page.getByText('Тег скрипта для страниц сайта').scrollIntoViewIfNeeded();
    await keepScreenshot(page, 'check-page-ru');
  });

  seen('but none of the server’s own network, and takes a host without a scheme', async () => {
    const page = await stage.open();
    await siteRow(page).click();
    const address = page.getByLabel('Address of a page with a form');
    await address.fill(url);
    await page.getByRole('button', { name: 'Check the page' }).click();
    await page.getByText('The address leads into an internal network').waitFor();
    await address.fill('localhost');
    await page.getByRole('button', { name: 'Check the page' }).click();
    await page.getByText('What is at https://localhost/:').waitFor();
    await page.getByText('The address leads into an internal network').waitFor();
  });

  seen('and gives the script’s tag to copy', async () => {
    const page = await stage.open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await siteRow(page).click();
    await page.getByRole('button', { name: 'Copy the tag' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const tag = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(tag).toBe(`<script async src="${stage.app.url}/api/calltouch/client.js"></script>`);
    const [, src] = /src="([^"]+)"/.exec(tag)!;
    const script = await fetch(src!);
    expect([script.status, await script.text()]).toEqual([
      200,
      expect.stringContaining('abcd1234'),
    ]);
  });
});
