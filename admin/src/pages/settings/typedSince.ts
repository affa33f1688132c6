/** What was typed while the draft was being saved, put onto what the server has made of it. */
import { isEqual, type Draft } from './draft';

/**
 * The draft as it stands after a save: what the server stored, and over it what has been changed since
 * it was sent. Rows are known by their ids.
 *
 * @param sent the draft that was saved
 * @param stored what the server made of it, with the ids of `sent`
 * @param now what the inputs hold at this moment
 */
export function typedSince(sent: Draft, stored: Draft, now: Draft): Draft {
  const merged = mergeValue(sent, stored, now) as Draft;
  // A new site has its key from the server; a form that was given to it since knows the other one.
  const keys = new Map(
    sent.sites.flatMap(({ id, key }) => {
      const site = stored.sites.find((row) => row.id === id);
      return site ? [[key, site.key] as const] : [];
    }),
  );
  return {
    ...merged,
    forms: merged.forms.map((form) => ({
      ...form,
      site: form.site === null ? null : (keys.get(form.site) ?? form.site),
    })),
  };
}

function mergeValue(sent: unknown, stored: unknown, now: unknown): unknown {
  if (isEqual(now, sent)) return stored;
  if (isRows(now) && isRows(sent) && isRows(stored)) {
    return now.map((row) => {
      const own = ({ id }: { id: string }) => id === row.id;
      return mergeValue(sent.find(own), stored.find(own), row);
    });
  }
  if (isMembers(now) && isMembers(sent) && isMembers(stored)) {
    const added = Object.entries(stored).filter(([name]) => !(name in sent));
    const own = Object.entries(now).map(([name, value]) => [
      name,
      mergeValue(sent[name], stored[name], value),
    ]);
    return Object.fromEntries([...added, ...own]);
  }
  return now;
}

function isRows(value: unknown): value is { id: string }[] {
  return Array.isArray(value) && value.every((row) => isMembers(row) && 'id' in row);
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
