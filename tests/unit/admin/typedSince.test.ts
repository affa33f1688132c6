import { newForm, newSite, toDraft, type Draft } from '../../../admin/src/pages/settings/draft';
import { typedSince } from '../../../admin/src/pages/settings/typedSince';
import { form, settings, site } from '../../support/settings';

/** What the server makes of a draft: it gives keys to new sites and trims names. */
function storedOf(sent: Draft): Draft {
  return {
    ...sent,
    sites: sent.sites.map((row, index) => ({
      ...row,
      key: row.key.startsWith('main') ? row.key : `key-${index}`,
      name: row.name.trim(),
    })),
  };
}

describe('what was typed while the settings were being saved', () => {
  const before = toDraft(settings([form({ customFields: [{ name: 'a', value: '1' }] })]));
  const sent: Draft = {
    ...before,
    sites: [...before.sites, { ...newSite(), name: ' new ' }],
  };
  const stored = storedOf(sent);

  it('is nothing where nobody typed', () => expect(typedSince(sent, stored, sent)).toEqual(stored));

  it('stays, beside what the server has changed', () => {
    const now = structuredClone(sent);
    now.forms[0]!.fields.subject = 'typed';
    now.forms[0]!.customFields[0]!.value = '{{ typed }}';
    now.delivery.dailyLimit = 7;
    const merged = typedSince(sent, stored, now);
    expect(merged).toEqual({
      ...stored,
      forms: now.forms,
      delivery: { ...stored.delivery, dailyLimit: 7 },
    });
    expect(merged.sites[1]).toMatchObject({ name: 'new', key: 'key-1' });
  });

  it('may be a row more, a row less, and rows in another order', () => {
    const now: Draft = {
      ...sent,
      sites: [{ ...sent.sites[1]!, modId: 'typed' }, sent.sites[0]!],
      forms: [newForm()],
    };
    const merged = typedSince(sent, stored, now);
    expect(merged.sites).toEqual([{ ...stored.sites[1]!, modId: 'typed' }, stored.sites[0]]);
    expect(merged.forms).toEqual(now.forms);
  });

  it('names a new site by the key that it has got', () => {
    const now = structuredClone(sent);
    now.forms[0]!.site = sent.sites[1]!.key;
    expect(typedSince(sent, stored, now).forms[0]!.site).toBe('key-1');
  });

  it('leaves out a result that is no longer written back', () => {
    const one = toDraft(settings([form({ writeBack: { source: 'utmSource' } })], {}, [site()]));
    const now = structuredClone(one);
    now.forms[0]!.writeBack = {};
    expect(typedSince(one, one, now).forms[0]!.writeBack).toEqual({});
  });
});
