import type { Model } from '../../../server/src/mapping/model';
import { oneOfEach } from '../../../server/src/entries/publishedVersions';

const model = (draftAndPublish: boolean, localized: boolean): Model => ({
  uid: 'api::room.room',
  modelType: 'contentType',
  attributes: {},
  options: { draftAndPublish },
  pluginOptions: { i18n: { localized } },
});
const row = (documentId: string, state: 'draft' | 'published', locale: string | null = null) => ({
  documentId,
  publishedAt: state === 'draft' ? null : '2026-07-05T12:00:00Z',
  locale,
});
const [kitchenDraft, kitchen] = [row('kitchen', 'draft'), row('kitchen', 'published')];
const [sofaDraft, sofa] = [row('sofa', 'draft'), row('sofa', 'published')];
const attic = row('attic', 'draft');

describe('related documents', () => {
  it('come published, each once, in the order in which they are linked', () => {
    const linked = [sofaDraft, kitchenDraft, attic, sofa, kitchen];
    expect(oneOfEach(linked, [], model(true, false), null)).toEqual([sofa, kitchen, attic]);
  });

  it('come published where the draft alone is linked', () => {
    expect(
      oneOfEach([kitchenDraft], [kitchenDraft, kitchen, sofa], model(true, false), null),
    ).toEqual([kitchen]);
  });

  it('come in the language of the entry, else in the linked one, and in no third', () => {
    const [en, ru, de] = ['en', 'ru', 'de'].map((locale) => row('kitchen', 'published', locale));
    const both = model(true, true);
    expect(oneOfEach([en!], [en!, ru!, de!], both, 'ru')).toEqual([ru]);
    expect(oneOfEach([en!], [en!, de!], both, 'ru')).toEqual([en]);
    const draft = row('kitchen', 'draft', 'ru');
    expect(oneOfEach([draft], [draft, de!], both, 'ru')).toEqual([draft]);
    expect(oneOfEach([en!], [en!, draft], both, 'ru')).toEqual([en]);
  });

  it('without a documentId are each of their own', () => {
    const rows = [{ locale: null }, { locale: null }];
    expect(oneOfEach(rows, [], model(true, false), null)).toEqual(rows);
  });
});
