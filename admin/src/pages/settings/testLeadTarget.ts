import type { Draft, SiteDraft } from './draft';
import { isEqual } from './isEqual';

/** Where a test lead of a site or a form can go. */
export type TestLeadTarget =
  | { kind: 'ready'; sites: SiteDraft[]; contentType?: string }
  /** What is shown is not what is saved. */
  | { kind: 'unsaved' }
  | { kind: 'noSite' };

/** @param section the list that the row belongs to, and its place there */
export function testLeadTarget(
  section: 'sites' | 'forms',
  index: number,
  draft: Draft,
  saved: Draft,
): TestLeadTarget {
  const row = draft[section][index];
  const isSaved = saved[section].some((known) => isEqual(known, row));
  if (section === 'sites') {
    const site = draft.sites[index];
    return isSaved && site ? { kind: 'ready', sites: [site] } : { kind: 'unsaved' };
  }
  const form = draft.forms[index];
  if (!isSaved || !form || !isEqual(draft.sites, saved.sites)) return { kind: 'unsaved' };
  const sites = saved.sites.filter(({ key }) => form.site === null || form.site === key);
  return sites.length > 0
    ? { kind: 'ready', sites, contentType: form.contentType }
    : { kind: 'noSite' };
}
