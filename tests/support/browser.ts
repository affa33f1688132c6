import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where screenshots go: into the documentation if `SCREENSHOTS=docs`, else out of git's sight. */
const SCREENSHOTS = path.resolve(
  __dirname,
  '../..',
  process.env.SCREENSHOTS === 'docs' ? 'docs/images' : '.cache/screenshots',
);

/** Starts a Chromium; `npm test` installs one where there is none. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || PLACES.find((place) => existsSync(place)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** How an administrator has set the admin, and on what. */
export interface Look {
  theme?: 'light' | 'dark';
  language?: 'en' | 'ru';
  /** Of the window, in pixels. */
  width?: number;
  /** IANA name; the machine's if left out. */
  timeZone?: string;
}

/** Opens a page, in a context of its own, whose errors fail the test: `problems` collects them. */
export async function openPage(
  browser: Browser,
  problems: string[],
  look: Look = {},
): Promise<Page> {
  return pageIn(await newContext(browser, look), problems);
}

/**
 * Opens a page of an administrator who has logged in. What was loaded for the same administrator and
 * look is not loaded again: the admin's scripts take seconds.
 *
 * @param problems collects the errors that the page throws
 */
export async function openAdmin(
  browser: Browser,
  problems: string[],
  token: string,
  look: Look = {},
): Promise<Page> {
  const { width, ...kept } = look;
  const key = JSON.stringify([token, kept.theme, kept.language, kept.timeZone]);
  const known = contexts.get(browser)?.get(key);
  const context = known ?? (await newContext(browser, kept));
  if (!known) contexts.set(browser, (contexts.get(browser) ?? new Map()).set(key, context));
  const page = await pageIn(context, problems);
  if (!known) await useToken(page, token);
  if (width !== undefined) await page.setViewportSize({ width, height: HEIGHT });
  page.setDefaultTimeout(30_000);
  return page;
}
const contexts = new WeakMap<Browser, Map<string, BrowserContext>>();
const HEIGHT = 900;

/** Makes a page that was not yet used that of an administrator who has logged in, in any language. */
export async function useToken(page: Page, token: string): Promise<void> {
  await keepInStorage(page.context(), { jwtToken: JSON.stringify(token), isLoggedIn: 'true' });
}

/** Puts members into the storage of every page before its scripts run. */
async function keepInStorage(
  context: BrowserContext,
  members: Record<string, string>,
): Promise<void> {
  await context.addInitScript(`Object.assign(localStorage, ${JSON.stringify(members)})`);
}

async function newContext(
  browser: Browser,
  { theme = 'light', language = 'en', width = 1280, timeZone }: Look,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    locale: 'en-GB',
    timezoneId: timeZone,
    colorScheme: theme,
    // Playwright scrolls within an accordion that is still opening, and clicks beside what then moves.
    reducedMotion: 'reduce',
  });
  await keepInStorage(context, { STRAPI_THEME: theme, 'strapi-admin-language': language });
  return context;
}

async function pageIn(context: BrowserContext, problems: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  return page;
}

/** Goes to another page of the admin as a link does: the admin is not loaded again. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate(`{
    document.querySelector('main')?.setAttribute('data-left', '');
    history.pushState(null, '', ${JSON.stringify(`/admin${address}`)});
    dispatchEvent(new PopStateEvent('popstate'));
  }`);
  await page.locator('main:not([data-left])').first().waitFor();
}

/** Logs an administrator in and waits for the panel. */
export async function logIn(page: Page, url: string, email: string, password: string) {
  await page.goto(`${url}/admin/auth/login`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Keeps what a page looks like. */
export async function keepScreenshot(page: Page, name: string, fullPage = false): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage });
}
