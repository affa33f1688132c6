import type { BrowserContext, Page } from 'playwright-core';
import { startScriptStage, type ScriptStage } from '../tests/support/scriptStage';
import { MOD_A, serveTrackers, TRACKER_URLS, trackerSnippet } from '../tests/support/trackers';
import { cutUp, median, type Bench, type Table } from './support/figures';

const PAIRS = Number(process.env.BENCH_CAPTURE_PAIRS ?? 20);

const TRACKERS: Record<string, (context: BrowserContext) => Promise<unknown>> = {
  'the tracker is there': (context) => serveTrackers(context),
  'it is still loading': (context) => context.route(TRACKER_URLS, () => undefined),
  'it is blocked': (context) =>
    context.route(TRACKER_URLS, (route) => route.abort('blockedbyclient')),
};

/** Whether a form waits for the capture: the same page takes turns with and without it. */
export const capture: Bench = {
  name: 'capture',
  what: 'delay from the click to the request that sends a form, with the capture script and without',
  async run({ log }) {
    const stage = await startScriptStage();
    const rows: Table['rows'] = [];
    try {
      for (const [what, prepare] of Object.entries(TRACKERS)) {
        const context = await stage.browser.newContext();
        await prepare(context);
        const pages = [
          await openForm(stage, context, ''),
          await openForm(stage, context, stage.clientTag()),
        ];
        const delaysMs: number[][] = [[], []];
        // The first pair warms the browser up.
        for (let pair = 0; pair <= PAIRS; pair += 1) {
          for (const which of pair % 2 === 0 ? [0, 1] : [1, 0]) {
            const delayMs = await delayOf(pages[which]!);
            if (pair > 0) delaysMs[which]!.push(delayMs);
          }
        }
        const [without, beside] = delaysMs.map(median) as [number, number];
        rows.push([what, cutUp(without, 1), cutUp(beside, 1), cutUp(beside / without, 2)]);
        log(rows.at(-1)!.join(' | '));
        await context.close();
      }
    } finally {
      await stage.stop();
    }
    return [
      {
        title: 'From the click to the request of a form that the browser posts, ms',
        columns: ['', 'without the script', 'with it', 'ratio'],
        rows,
        notes: [`Medians of ${PAIRS} pairs, which take turns; the browser's own time is included.`],
      },
    ];
  },
};

async function openForm(stage: ScriptStage, context: BrowserContext, tag: string): Promise<Page> {
  const path = tag === '' ? '/without' : '/with';
  stage.pages.put(
    path,
    `<!doctype html><head>${trackerSnippet(MOD_A)}${tag}</head><body>
    <form data-calltouch method="post" action="/send" target="answer">
      <input name="name" value="Anna"><input name="phone" value="89201234567"><button>Send</button>
    </form><iframe name="answer"></iframe>
    <script>addEventListener('click', () => {
      window.clickedMs = performance.timeOrigin + performance.now();
    }, true);</script></body>`,
  );
  const page = await context.newPage();
  await page.goto(stage.pages.url('a.localhost', path), { waitUntil: 'domcontentloaded' });
  await page.waitForTimeout(500);
  return page;
}

/** Milliseconds from the click to the beginning of the request. */
async function delayOf(page: Page): Promise<number> {
  await page.bringToFront();
  const [response] = await Promise.all([page.waitForResponse(/send/), page.click('button')]);
  const clickedMs = await page.evaluate<number>('window.clickedMs');
  return response.request().timing().startTime - clickedMs;
}
