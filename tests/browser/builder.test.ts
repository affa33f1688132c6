import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { registerAdministrator } from '../support/administrator';
import { barriersOn } from '../support/axe';
import { keepScreenshot, openAdmin, startBrowser, type Look } from '../support/browser';
import { freePort } from '../support/freePort';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

jest.setTimeout(180_000);

const ROOT = path.resolve(__dirname, '../..');
const PRODUCT = 'src/api/product/content-types/product/schema.json';

describe('the Content-Type Builder', () => {
  let folder: string;
  let appDir: string;
  let app: StrapiProcess;
  let token: string;
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-builder-'));
    appDir = await copyOfPlayground(folder);
    app = await startStrapiProcess(
      {
        PORT: String(await freePort()),
        DATABASE_FILENAME: path.join(folder, 'data.db'),
        NODE_ENV: 'development',
        SERVE_ADMIN: 'true',
        AUTO_RELOAD: 'true',
      },
      appDir,
    );
    token = await registerAdministrator(app.url);
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function openAdvancedSettings(kind: string, look: Look = {}): Promise<Page> {
    const page = await openAdmin(browser, problems, token, look);
    await page.goto(`${app.url}/admin/plugins/content-type-builder/${kind}`);
    await page
      .getByRole('button', { name: look.language === 'ru' ? 'Редактировать' : 'Edit', exact: true })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('tab').nth(1).click();
    return page;
  }

  it('asks for the result attributes of a type, and keeps the answer', async () => {
    const before = JSON.parse(await readFile(path.join(appDir, PRODUCT), 'utf8'));
    expect(before.pluginOptions?.calltouch).toBeUndefined();

    const page = await openAdvancedSettings('content-types/api::product.product');
    const box = page.getByRole('checkbox', { name: 'Calltouch results on entries' });
    expect(await box.isChecked()).toBe(false);
    await box.click();
    await keepScreenshot(page, 'builder');
    expect(await barriersOn(page, '[role=dialog]')).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const after = await waitFor(
      'the changed schema',
      async () => {
        const schema = whole(await readFile(path.join(appDir, PRODUCT), 'utf8'));
        return schema?.pluginOptions?.calltouch ? schema : null;
      },
      30_000,
    );
    expect(after.pluginOptions?.calltouch).toEqual({ enabled: true });
    expect(after.attributes).toEqual(before.attributes);
    expect(problems).toEqual([]);
    await page.close();
  });
});

/** The schema, or null while Strapi has written a part of it: it writes the file in place. */
function whole(
  text: string,
): { pluginOptions?: Record<string, unknown>; attributes: unknown } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A copy whose content types may be changed. The plugin is where the playground looks for it, and the
 * packages are the repository's.
 */
async function copyOfPlayground(folder: string): Promise<string> {
  for (const name of [
    'package.json',
    'strapi-server.js',
    'strapi-admin.js',
    'dist',
    'node_modules',
  ]) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  const copy = path.join(folder, 'playground');
  await cp(path.join(ROOT, 'playground'), copy, {
    recursive: true,
    filter: (source) => !/playground\/(?:node_modules|\.tmp|\.cache|\.strapi)/.test(source),
  });
  return copy;
}
