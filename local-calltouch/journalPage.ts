import { createHash } from 'node:crypto';
import { HTML_TYPE, plainAnswer, type Answer } from './answer';
import type { Arrival, Fault, Faults, SessionAnswer } from './contract';
import { escapeHtml } from './escapeHtml';
import { leadsTable, requestsTable } from './journalTables';
import { JOURNAL_SCRIPT } from './journalScript';
import { JOURNAL_STYLE } from './journalStyle';
import { JOURNAL_WORDS, type JournalWords } from './journalWords';
import type { Language } from './preferredLanguage';

/** What the page shows. */
export interface JournalView {
  arrivals: Arrival[];
  leads: Arrival[];
  sessions: Record<string, Partial<SessionAnswer>>;
  present: ReturnType<Faults['current']>;
}

const MOST_LEADS = 50;
const MOST_REQUESTS = 20;

const SWITCHES: { name: keyof JournalWords['faults']; fault: Fault | null }[] = [
  { name: 'none', fault: null },
  { name: 'down', fault: { kind: 'status', status: 500 } },
  { name: 'slow', fault: { kind: 'delay', delayMs: 5000 } },
  { name: 'throttled', fault: { kind: 'status', status: 429 } },
];

/** The page shows what strangers typed: nothing in it may run or load but its own script. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(JOURNAL_SCRIPT).digest('base64')}'`,
  "connect-src 'self'",
  'img-src data:',
].join('; ');

/**
 * The page on which a person sees what arrived, newest first, as in Calltouch's journal of leads,
 * and switches the main faults on and off.
 */
export function journalPage(view: JournalView, language: Language): Answer {
  const words = JOURNAL_WORDS[language];
  const leads = leadsTable(newest(view.leads, MOST_LEADS), view.sessions, words);
  const requests = requestsTable(newest(view.arrivals, MOST_REQUESTS), words);
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<link rel="icon" href="data:,">
<style>${JOURNAL_STYLE}</style>
</head>
<body>
<header>
<h1>${words.title}</h1>
<p>${words.intro}</p>
<div class="switches">${SWITCHES.map((item) => button(item, view.present, words)).join('')}</div>
<p id="state" data-live role="status">${state(view.present, words)}</p>
<p class="unreachable-note">${words.unreachable}</p>
</header>
<main>
<section id="leads" data-live><h2>${words.leads} (${view.leads.length})</h2>${leads}</section>
<section id="requests" data-live><h2>${words.requests} (${view.arrivals.length})</h2>${requests}</section>
</main>
<script>${JOURNAL_SCRIPT}</script>
</body>
</html>
`;
  return {
    ...plainAnswer(200, HTML_TYPE, html),
    headers: {
      'cache-control': 'no-store',
      vary: 'accept-language',
      'content-security-policy': SECURITY_POLICY,
    },
  };
}

function newest(arrivals: Arrival[], most: number): Arrival[] {
  return arrivals.slice(-most).reverse();
}

function button(
  { name, fault }: (typeof SWITCHES)[number],
  present: JournalView['present'],
  words: JournalWords,
): string {
  const pressed = JSON.stringify(present?.fault ?? null) === JSON.stringify(fault);
  const order = escapeHtml(JSON.stringify({ fault }));
  const normal = fault === null ? ' data-normal' : '';
  return `<button type="button" id="fault-${name}" data-fault="${order}"${normal} aria-pressed="${pressed}">${words.faults[name]}</button>`;
}

function state(present: JournalView['present'], words: JournalWords): string {
  if (present === null) return `<span class="good">${words.working}</span>`;
  const fault = escapeHtml(JSON.stringify(present.fault).slice(0, 200));
  const remaining = present.remaining === null ? '' : `; ${words.remaining} ${present.remaining}`;
  return `<span class="bad">${words.faulty} <code>${fault}</code>${remaining}</span>`;
}
