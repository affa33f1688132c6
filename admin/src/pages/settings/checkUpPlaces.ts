/** What the check-up says, place by place. */
import type { Check, CheckCode, CheckUp } from '../../../../server/src/contracts';
import type { Draft } from './draft';

/** The deployment, a site or a form that was looked at. */
export interface CheckedPlace {
  id: string;
  kind: 'deployment' | 'site' | 'form';
  name: string;
  /** Where it stands in the saved draft, e.g. `forms.0`; null where the page does not know it. */
  path: string | null;
  /** What is wrong comes first. */
  checks: Check[];
  wrongCount: number;
}

/** All places in the order of the page. */
export function checkedPlaces({ deployment, sites, forms }: CheckUp, saved: Draft): CheckedPlace[] {
  return [
    { id: 'deployment', kind: 'deployment', name: '', path: null, ...judged(deployment) },
    ...sites.map(({ key, name, checks }) => ({
      id: `site-${key}`,
      kind: 'site' as const,
      name,
      path: rowPath(
        'sites',
        saved.sites.findIndex((site) => site.key === key),
      ),
      ...judged(checks),
    })),
    ...forms.map(({ contentType, displayName, checks }) => ({
      id: `form-${contentType}`,
      kind: 'form' as const,
      name: displayName,
      path: rowPath(
        'forms',
        saved.forms.findIndex((form) => form.contentType === contentType),
      ),
      ...judged(checks),
    })),
  ];
}

function rowPath(section: 'sites' | 'forms', index: number): string | null {
  return index < 0 ? null : `${section}.${index}`;
}

function judged(checks: Check[]): Pick<CheckedPlace, 'checks' | 'wrongCount'> {
  const wrong = checks.filter(({ state }) => state === 'wrong');
  const others = checks.filter(({ state }) => state !== 'wrong');
  return { checks: [...wrong, ...others], wrongCount: wrong.length };
}

/** The input that mends what a check found, within the site or form. */
const REMEDIES: Partial<Record<CheckCode, string>> = {
  siteAccepted: 'siteId',
  modId: 'modId',
  hosts: 'hosts',
  enabled: 'enabled',
  contact: 'fields.phoneNumber',
};

/** Path of the input that mends what is wrong, in the saved draft; null: there is none. */
export function remedyPath({ code, state }: Check, place: CheckedPlace): string | null {
  if (state !== 'wrong') return null;
  if (code === 'dailyLimit') return 'delivery.dailyLimit';
  const member = REMEDIES[code];
  return member && place.path ? `${place.path}.${member}` : null;
}
