import { DEFAULT_SETTINGS, readSettings } from '../../../server/src/settings/parseSettings';
import { itEvery } from '../../support/itEvery';
import { documentOf, settingsOf, without } from './settingsDocument';

describe('settings that are stored already', () => {
  it('are read as they are where they fit', () => {
    const document = documentOf();
    expect(readSettings(document)).toEqual(settingsOf(document));
  });

  it('get the members that an older version did not know', () => {
    const [site] = documentOf().sites;
    const read = readSettings({ sites: [site], forms: [{ ...documentOf().forms[0]! }] });
    expect(read?.delivery).toEqual(DEFAULT_SETTINGS.delivery);
    const older = documentOf({}, { forms: [without(documentOf().forms[0]!, 'writeBack')] });
    expect(readSettings({ ...older, later: 1 })?.forms[0]?.writeBack).toEqual({});
  });

  it('keep what fits of a document that no check has seen', () => {
    const read = readSettings({
      sites: [{ ...documentOf().sites[0], hosts: 'example.ru', later: 1 }, null, 'x'],
      forms: [
        null,
        { contentType: 'api::lead.lead', enabled: true, fields: { fio: '{{ name }}' } },
        { contentType: 'api::sample.sample', enabled: 'yes', customFields: null },
      ],
      delivery: { paused: true, dailyLimit: 'many', retentionDays: 30 },
    });
    expect(read?.sites).toEqual([{ ...documentOf().sites[0], hosts: [] }]);
    expect(read?.forms).toEqual([
      {
        contentType: 'api::lead.lead',
        enabled: true,
        site: null,
        sendOn: 'create',
        condition: null,
        fields: { fio: '{{ name }}' },
        customFields: [],
        writeBack: {},
      },
      expect.objectContaining({ enabled: false, fields: {}, customFields: [] }),
    ]);
    expect(read?.delivery).toEqual({
      ...DEFAULT_SETTINGS.delivery,
      paused: true,
      retentionDays: 30,
    });
  });

  it('send nothing past a condition that can’t be read', () => {
    const read = readSettings({ ...documentOf({ condition: 'kind = lead' }), later: 1 });
    expect(read?.forms[0]?.condition).toBe('kind = lead');
  });

  itEvery([[undefined], [null], ['x'], [[]], [{}], [{ forms: [] }], [{ sites: {}, forms: [] }]])(
    'are none where they are …',
    (document) => {
      expect(readSettings(document)).toBeNull();
    },
  );
});
