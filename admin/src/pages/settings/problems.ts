/** Refusals of the server, at the inputs that they speak of. */
import type { SettingsError } from '../../../../server/src/contracts';
import { LEAD_FIELDS, WRITE_BACK_RESULTS } from '../../../../server/src/contracts';
import { isEqual, type Draft } from './draft';

/** One refusal at a place of the draft. */
export interface Problem {
  /** Path in the draft with dots, e.g. `forms.0.fields.email`. */
  path: string;
  /** What stood there: once something else does, the refusal speaks of the past. */
  value: unknown;
  error: SettingsError;
}

/** Refusals of a document (paths from its root) as problems of the draft that it was made of. */
export function problemsOf(errors: SettingsError[], draft: Draft): Problem[] {
  return errors.map((error) => {
    const path = draftPath(error.path);
    return { path, value: valueAt(draft, path), error };
  });
}

/** Where a place of the saved draft stands in the one that is edited; null: its row is gone. */
export function pathInDraft(path: string, saved: Draft, draft: Draft): string | null {
  const [section, index, ...rest] = path.split('.');
  if (section !== 'sites' && section !== 'forms') return path;
  const row = saved[section][Number(index)];
  const position = draft[section].findIndex(({ id }) => id === row?.id);
  return position < 0 ? null : [section, position, ...rest].join('.');
}

/** A path of the document as one of the draft: several members of the one are one input of the other. */
export function draftPath(path: string[]): string {
  const [section, , member] = path;
  const isOneInput =
    (section === 'sites' && member === 'hosts') || (section === 'forms' && member === 'condition');
  return (isOneInput ? path.slice(0, 3) : path).join('.');
}

/** Whether the problem speaks of what the draft still holds. */
export function isCurrent(problem: Problem, draft: Draft): boolean {
  return isEqual(problem.value, valueAt(draft, problem.path));
}

const INPUTS = [
  /^sites\.\d+\.(?:name|siteId|modId|hosts|timeZone)$/,
  /^forms\.\d+\.(?:contentType|enabled|site|sendOn|condition|customFields)$/,
  /^forms\.\d+\.customFields\.\d+\.(?:name|value)$/,
  new RegExp(`^forms\\.\\d+\\.fields\\.(?:${LEAD_FIELDS.join('|')})$`),
  new RegExp(`^forms\\.\\d+\\.writeBack\\.(?:${WRITE_BACK_RESULTS.join('|')})$`),
  /^delivery\.(?:paused|giveUpAfterHours|onUnknown|dailyLimit|sessionGraceMs|retentionDays)$/,
];

/** Whether the page has an input for the path, so that its problem shows there. */
export function hasInput(path: string): boolean {
  return INPUTS.some((pattern) => pattern.test(path));
}

/** The id of the input's element. */
export function inputId(path: string): string {
  return `calltouch-${path}`;
}

/** Reads a path with dots. */
export function valueAt(draft: Draft, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[name]
          : undefined,
      draft,
    );
}
