import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Settings } from '../../server/src/contracts';
import { registerAdministrator } from './administrator';
import { keepScreenshot, openAdmin, startBrowser, type Look } from './browser';
import { freePort } from './freePort';
import { startStrapiProcess, type StrapiProcess } from './startStrapiProcess';

/** All that the settings page needs: Strapi with its admin, a local Calltouch and a browser. */
export interface SettingsStage {
  app: StrapiProcess;
  /** Another one, at the same address, may take its place. */
  calltouch: LocalCalltouch;
  browser: Browser;
  /** Of an administrator who may do everything. */
  token: string;
  databaseFile: string;
  /** Asks the server as the administrator. */
  ask<T>(method: string, address: string, body?: unknown): Promise<T>;
  /** Saves the settings as the administrator. */
  save(document: Settings): Promise<Settings>;
  /** Opens a page of the admin, by default that of the settings as the administrator. */
  open(look?: Look, own?: string, address?: string): Promise<Page>;
  /** Closes all pages, and returns the errors that they threw. */
  closePages(): Promise<string[]>;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

/** What Calltouch says of a lead that it refuses. */
export const REFUSAL = 'Сайт 18990 не найден';

/** Starts Strapi with its admin, a local Calltouch and a browser; nothing is set up yet. */
export async function startSettingsStage(): Promise<SettingsStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-settings-'));
  const databaseFile = path.join(folder, 'data.db');
  const calltouch = await startLocalCalltouch();
  let app: StrapiProcess | undefined;
  let browser: Browser | undefined;
  let stage: SettingsStage | undefined;
  const stop = async () => {
    await browser?.close();
    await app?.kill();
    await (stage?.calltouch ?? calltouch).stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    app = await startStrapiProcess({
      PORT: String(await freePort()),
      DATABASE_FILENAME: databaseFile,
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
      SERVE_ADMIN: 'true',
    });
    const token = await registerAdministrator(app.url);
    browser = await startBrowser();
    stage = { app, calltouch, browser, token, databaseFile, ...acts(app, browser, token), stop };
    return stage;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What can be done on the stage. */
function acts(
  app: StrapiProcess,
  browser: Browser,
  token: string,
): Pick<SettingsStage, 'ask' | 'save' | 'open' | 'closePages'> {
  const problems: string[] = [];
  async function ask<T>(method: string, address: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${app.url}${address}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
    return answer.json() as Promise<T>;
  }
  return {
    ask,
    save: (document) => ask('PUT', '/calltouch/settings', document),
    async open(look = {}, own = token, address = '/settings/calltouch') {
      const page = await openAdmin(browser, problems, own, look);
      await page.goto(`${app.url}/admin${address}`);
      return page;
    },
    async closePages() {
      const pages = browser.contexts().flatMap((context) => context.pages());
      await Promise.all(pages.map((page) => page.close()));
      return problems.splice(0);
    },
  };
}

/** Makes tests that leave a picture where they fail. */
export function seenOn(stage: () => SettingsStage) {
  return (name: string, work: () => Promise<void>) =>
    it(name, async () => {
      try {
        await work();
      } catch (error) {
        const [page] = stage()
          .browser.contexts()
          .flatMap((context) => context.pages());
        if (page) await keepScreenshot(page, 'failed');
        throw error;
      }
    });
}
