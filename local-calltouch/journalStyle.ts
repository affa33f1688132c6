/** Style sheet of the journal page. */
export const JOURNAL_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f5f8; --card: #ffffff; --text: #1d2130; --quiet: #646b80; --line: #e1e4ec;
  --accent: #1f6feb; --good: #17803d; --bad: #c02b2b; --pill: #e8eefb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12141b; --card: #1b1e28; --text: #e6e8ef; --quiet: #969db3; --line: #2c3140;
    --accent: #6aa3ff; --good: #5ecf85; --bad: #ff8080; --pill: #263252;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 24px; max-width: 1500px; background: var(--page); color: var(--text);
  font: 14px/1.45 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 24px; }
h2 { margin: 32px 0 12px; font-size: 17px; }
header p { margin: 4px 0 16px; color: var(--quiet); }
.switches { display: flex; flex-wrap: wrap; gap: 8px; }
button {
  padding: 8px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card);
  color: inherit; font: inherit; cursor: pointer;
}
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button[aria-pressed='true'] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); color: var(--bad); }
button[data-normal][aria-pressed='true'] { border-color: var(--good); box-shadow: inset 0 0 0 1px var(--good); color: var(--good); }
#state { margin: 12px 0 0; }
.unreachable-note { display: none; margin: 12px 0 0; color: var(--bad); }
.unreachable .unreachable-note { display: block; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 10px 12px; text-align: left; vertical-align: top; }
th { color: var(--quiet); font-size: 12px; font-weight: 600; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-width: 90px; }
td.wide { min-width: 190px; }
td.time, .number { font-variant-numeric: tabular-nums; }
.comment { white-space: pre-wrap; }
.quiet, .empty { color: var(--quiet); }
.empty { padding: 28px; margin: 0; text-align: center; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.pill { display: inline-block; margin: 4px 4px 0 0; padding: 1px 8px; border-radius: 10px; background: var(--pill); font-size: 12px; }
`;
