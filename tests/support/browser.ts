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

/** Opens a page whose errors fail the test: `problems` collects what the page threw. */
export async function openPage(
  browser: Browser,
  problems: string[],
  { theme = 'light', language = 'en', width = 1280, timeZone }: Look = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: timeZone,
    colorScheme: theme,
    // Playwright scrolls within an accordion that is still opening, and clicks beside what then moves.
    reducedMotion: 'reduce',
  });
  await keepInStorage(context, { STRAPI_THEME: theme, 'strapi-admin-language': language });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  return page;
}

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
