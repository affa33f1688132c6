import { FORM_CHECKS, SITE_CHECKS, type DeliveryStatus } from '../../../server/src/contracts';
import {
  formChecks,
  siteChecks,
  type FormFacts,
  type SiteFacts,
} from '../../../server/src/operations/checks';
import { settingsError } from '../../../server/src/settings/settingsErrors';
import { itEvery } from '../../support/itEvery';
import { form, settings, site } from '../../support/settings';

const AT_MS = Date.parse('2026-03-26T07:00:00Z');

const siteFacts = (changes: Partial<SiteFacts> = {}): SiteFacts => ({
  acceptedAtMs: null,
  rejected: null,
  usedToday: 0,
  trackerSiteId: null,
  ...changes,
});
const formFacts = (changes: Partial<FormFacts> = {}): FormFacts => ({
  resultAttributes: false,
  publicCreate: true,
  recent: [],
  problems: [],
  ...changes,
});

/** State and variant of one check. */
function found(checks: ReturnType<typeof siteChecks>, code: string): string {
  const check = checks.find((item) => item.code === code);
  return check ? `${check.state} ${check.variant}` : 'none';
}

describe('the check-up of a site', () => {
  it('keeps the order, and shows the limit only where there is one', () => {
    const limited = settings([], { dailyLimit: 5 });
    const codes = (document: typeof limited) =>
      siteChecks(document.sites[0]!, document, siteFacts({ trackerSiteId: '1' })).map(
        ({ code }) => code,
      );
    expect(codes(limited)).toEqual(SITE_CHECKS);
    expect(codes(settings())).toEqual(SITE_CHECKS.slice(0, 4));
  });

  itEvery([
    [{}, 'unsure none'],
    [{ acceptedAtMs: AT_MS }, 'right accepted'],
    [{ rejected: { atMs: AT_MS, text: 'Нет' } }, 'wrong rejected'],
    [{ acceptedAtMs: AT_MS, rejected: { atMs: AT_MS - 1, text: 'Нет' } }, 'right accepted'],
    [{ acceptedAtMs: AT_MS, rejected: { atMs: AT_MS + 1, text: 'Нет' } }, 'wrong rejected'],
  ])('judges by the newest answer', (facts, expected) => {
    const checks = siteChecks(site(), settings(), siteFacts(facts));
    expect(found(checks, 'siteAccepted')).toBe(expected);
  });

  it('shows when and in which words Calltouch refused', () => {
    const rejected = { atMs: AT_MS, text: 'Сайт не найден' };
    const [check] = siteChecks(site(), settings(), siteFacts({ rejected }));
    expect(check).toMatchObject({
      values: { at: '2026-03-26T07:00:00.000Z' },
      text: 'Сайт не найден',
    });
  });

  itEvery([
    ['right known', 'abcd1234', 1],
    ['unsure missing', '', 1],
    ['wrong missingAmongSeveral', '', 2],
  ])('finds the script’s id …', (expected, modId, count) => {
    const one = site({ modId });
    const sites = [one, site({ key: 'b' })].slice(0, count);
    expect(found(siteChecks(one, settings([], {}, sites), siteFacts()), 'modId')).toBe(expected);
  });

  itEvery([
    ['a single site', 1, null, 0, 'unsure notNeeded'],
    ['no form that goes by host', 2, 'main', 1, 'unsure notNeeded'],
    ['the first of several', 2, null, 0, 'unsure fallback'],
    ['the second of several', 2, null, 1, 'wrong missing'],
  ])('needs no hosts or does', (_, count, chosen, index, expected) => {
    const sites = [site({ hosts: [] }), site({ key: 'b', hosts: [] })].slice(0, count);
    const document = settings([form({ site: chosen })], {}, sites);
    const checks = siteChecks(sites[index]!, document, siteFacts());
    expect(found(checks, 'hosts')).toBe(expected);
    expect(found(siteChecks(site(), document, siteFacts()), 'hosts')).toBe('right known');
  });

  itEvery([
    [null, 'none'],
    ['18990', 'right own'],
    ['18991', 'wrong foreign'],
  ])('knows whose tracker is on the pages by …', (trackerSiteId, expected) => {
    const checks = siteChecks(
      site({ siteId: '18990' }),
      settings([]),
      siteFacts({ trackerSiteId }),
    );
    expect(found(checks, 'tracker')).toBe(expected);
  });

  itEvery([
    [4, 'right within'],
    [5, 'wrong reached'],
  ])('counts … leads of 5 today', (usedToday, expected) => {
    const checks = siteChecks(site(), settings([], { dailyLimit: 5 }), siteFacts({ usedToday }));
    expect(found(checks, 'dailyLimit')).toBe(expected);
    expect(checks.at(-1)!.values).toEqual({ used: String(usedToday), limit: '5' });
  });
});

describe('the check-up of a form', () => {
  it('keeps the order', () => {
    expect(formChecks(form(), formFacts()).map(({ code }) => code)).toEqual(FORM_CHECKS);
  });

  it('sees whether the form is on', () => {
    expect(found(formChecks(form(), formFacts()), 'enabled')).toBe('right on');
    expect(found(formChecks(form({ enabled: false }), formFacts()), 'enabled')).toBe('wrong off');
  });

  it('tells problems of the mapping from those of the write-back', () => {
    const problems = [
      settingsError(['forms', '0', 'fields', 'fio'], 'unknownAttribute', { attribute: 'a' }),
      settingsError(['forms', '0', 'writeBack', 'source'], 'writeBackMissing', { attribute: 'b' }),
      settingsError(['forms', '0', 'condition'], 'condition', { message: 'c' }),
    ];
    const checks = formChecks(form(), formFacts({ problems }));
    const ofCode = (code: string) => checks.find((item) => item.code === code)!;
    expect(ofCode('mapping')).toMatchObject({
      state: 'wrong',
      variant: 'problems',
      values: { count: '2' },
      problems: [problems[0], problems[2]],
    });
    expect(ofCode('writeBack')).toMatchObject({ values: { count: '1' }, problems: [problems[1]] });
    expect(found(formChecks(form(), formFacts()), 'mapping')).toBe('right fits');
  });

  itEvery([
    [{ fio: '{{ name }}' }, 'right mapped'],
    [{ email: '{{ email }}' }, 'right mapped'],
    [{ phoneNumber: ' ', subject: 'Заявка' }, 'wrong missing'],
  ])('demands a contact', (fields, expected) => {
    expect(found(formChecks(form({ fields }), formFacts()), 'contact')).toBe(expected);
  });

  itEvery([
    [{ source: 'utmSource' }, false, 'right mapped'],
    [{}, true, 'right mapped'],
    [{ source: '' }, false, 'unsure nothing'],
  ])('sees whether results are written: …, own attributes …', (writeBack, own, expected) => {
    const facts = formFacts({ resultAttributes: own });
    expect(found(formChecks(form({ writeBack }), facts), 'writeBack')).toBe(expected);
  });

  itEvery([
    [true, 'right allowed'],
    [false, 'unsure notAllowed'],
    [null, 'unsure noPlugin'],
  ])('judges the public role', (publicCreate, expected) => {
    expect(found(formChecks(form(), formFacts({ publicCreate })), 'publicCreate')).toBe(expected);
  });

  const recentOf = (statuses: DeliveryStatus[], sessions = 0, reasons: string[] = []) =>
    statuses.map((status, index) => ({
      status,
      hasSession: index < sessions,
      noSessionReason: reasons[index] ?? null,
    }));

  itEvery<[DeliveryStatus[], string]>([
    [[], 'unsure none'],
    [['delivered', 'pending'], 'right delivered'],
    [['delivered', 'failed'], 'wrong someFailed'],
    [['delivered', 'unknown'], 'wrong someFailed'],
    [['failed', 'pending'], 'wrong allFailed'],
    [['pending', 'sending', 'skipped', 'cancelled'], 'unsure waiting'],
  ])('judges how … ended', (statuses, expected) => {
    const checks = formChecks(form(), formFacts({ recent: recentOf(statuses) }));
    expect(found(checks, 'recentLeads')).toBe(expected);
  });

  itEvery<[string, FormFacts['recent'], string, object]>([
    ['too few', recentOf(Array(4).fill('delivered')), 'unsure tooFew', { total: '4' }],
    ['none of five', recentOf(Array(5).fill('delivered')), 'wrong never', { withSession: '0' }],
    ['one of five', recentOf(Array(5).fill('delivered'), 1), 'right some', { withSession: '1' }],
    [
      'none that counts',
      recentOf(Array(6).fill('skipped')),
      'unsure tooFew',
      { total: '0', reason: '' },
    ],
    [
      'none, for a reason',
      recentOf(Array(5).fill('failed'), 0, ['timeout', 'blocked', 'blocked']),
      'wrong neverForReason',
      { reason: 'blocked' },
    ],
  ])('judges the sessions', (_, recent, expected, values) => {
    const checks = formChecks(form(), formFacts({ recent }));
    expect(found(checks, 'capture')).toBe(expected);
    expect(checks.at(-1)!.values).toMatchObject(values);
  });
});
