import type { Arrival, SessionAnswer } from './contract';
import { escapeHtml } from './escapeHtml';
import type { JournalWords } from './journalWords';
import { knownSession } from './knownSessions';
import { normalisedPhone } from './leadBook';
import { moscowText, readRequestDate } from './moscowTime';

type Sessions = Record<string, Partial<SessionAnswer>>;

/** The leads as an HTML table, one row each, in the order given. */
export function leadsTable(leads: Arrival[], sessions: Sessions, words: JournalWords): string {
  const rows = leads.map((lead) => leadRow(lead, sessions, words));
  return table(Object.values(words.columns), rows, words.noLeads);
}

/** The requests as an HTML table, one row each, in the order given. */
export function requestsTable(arrivals: Arrival[], words: JournalWords): string {
  const rows = arrivals.map((arrival) => requestRow(arrival, words));
  return table(Object.values(words.requestColumns), rows, words.noRequests);
}

function table(columns: string[], rows: string[], empty: string): string {
  if (rows.length === 0) return `<div class="table"><p class="empty">${empty}</p></div>`;
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function leadRow(
  { at, params, requestId }: Arrival,
  sessions: Sessions,
  words: JournalWords,
): string {
  const { requestDate, subject, fio, phoneNumber, email, comment, tags, requestUrl } = params;
  const id = requestId ?? '';
  const time = (requestDate === undefined ? null : readRequestDate(requestDate)) ?? at;
  const phone = phoneNumber ? normalisedPhone(phoneNumber) : undefined;
  return row([
    cell('time', line(moscowText(time))),
    cell('number', line(params.requestNumber || id) + line(id, 'quiet')),
    cell('', line(subject) + pills(tags)),
    cell('', line(fio) + line(phone, 'number') + line(email)),
    cell('', sourceLines(params.sessionId, sessions, words)),
    cell('wide', line(comment, 'comment')),
    cell('wide', line(requestUrl)),
    cell('', customFieldLines(params)),
  ]);
}

function requestRow(arrival: Arrival, words: JournalWords): string {
  const { at, method, params, status, requestId, fault } = arrival;
  const lead = requestId === null ? line(words.noLead, 'quiet') : line(requestId, 'number');
  const answer = status === null ? words.noAnswer : String(status);
  return row([
    cell('time', line(moscowText(at))),
    cell('number', line(`${method} ${params.requestNumber ?? ''}`)),
    cell('number', line(answer, status === 200 ? 'good' : 'bad') + lead),
    cell('', line(fault ?? undefined)),
  ]);
}

function row(cells: string[]): string {
  return `<tr>${cells.join('')}</tr>`;
}

function cell(className: string, content: string): string {
  return `<td class="${className}">${content}</td>`;
}

function line(text: string | undefined, className = ''): string {
  return text ? `<div class="${className}">${escapeHtml(text)}</div>` : '';
}

function pills(tags: string | undefined): string {
  return (tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .map((tag) => `<span class="pill">${escapeHtml(tag)}</span>`)
    .join('');
}

function sourceLines(
  sessionId: string | undefined,
  sessions: Sessions,
  words: JournalWords,
): string {
  const session = knownSession(sessions, sessionId);
  if (session === null) return line(words.noSource, 'quiet');
  const { source, medium, utmCampaign, keywords } = session;
  return line(`${source} / ${medium}`) + line(utmCampaign, 'quiet') + line(keywords, 'quiet');
}

function customFieldLines(params: Record<string, string>): string {
  return Object.entries(params)
    .map(([key, value]) => ({ name: /^customField\[(.*)\]$/s.exec(key)?.[1], value }))
    .filter(({ name }) => name !== undefined)
    .map(({ name, value }) => line(`${name}: ${value}`))
    .join('');
}
