import { itEvery } from '../../support/itEvery';
import { documentOf, errorsOf, refusals } from './settingsDocument';
import { FORM } from '../mapping/mappingModels';

describe('forms', () => {
  itEvery([
    ['contentType', 'api::gone.gone', 'unknownContentType'],
    ['contentType', 'form.address', 'unknownContentType'],
    ['contentType', 'admin::user', 'unknownContentType'],
    ['contentType', 'plugin::calltouch.delivery', 'unknownContentType'],
    ['contentType', '__proto__', 'unknownContentType'],
    ['contentType', '', 'unknownContentType'],
    ['contentType', null, 'type'],
    ['enabled', 'yes', 'type'],
    ['enabled', null, 'type'],
    ['site', 'other', 'unknownSite'],
    ['site', 1, 'type'],
    ['sendOn', 'update', 'choice'],
    ['sendOn', null, 'choice'],
    ['condition', 'kind', 'type'],
    ['condition', [], 'type'],
    ['fields', null, 'type'],
    ['fields', [], 'type'],
    ['fields', 'x', 'type'],
    ['customFields', {}, 'type'],
    ['customFields', null, 'type'],
    ['writeBack', [], 'type'],
    ['writeBack', null, 'type'],
  ])('refuses …', (name, value, code) => {
    expect(refusals(documentOf({ [name]: value }))).toEqual([`forms.0.${name}: ${code}`]);
  });

  it('takes each content type once', () => {
    expect(refusals(documentOf({}, { forms: [FORM, FORM] }))).toEqual([
      'forms.1.contentType: duplicateForm',
    ]);
  });

  itEvery([
    [{ fio: 1 }, 'forms.0.fields.fio: type'],
    [{ fio: null }, 'forms.0.fields.fio: type'],
    [{ name: 'x' }, 'forms.0.fields.name: unknownMember'],
    [{ fio: '{{ name' }, 'forms.0.fields.fio: template'],
    [{ fio: '{{ name | nosuch }}' }, 'forms.0.fields.fio: template'],
    [{ fio: '{% include "a" %}' }, 'forms.0.fields.fio: template'],
    [{ fio: 'x'.repeat(10_001) }, 'forms.0.fields.fio: tooLong'],
    [{ fio: '{{ nothing }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ nmae }}' }, 'forms.0.fields.fio: misspelledAttribute'],
    [{ fio: '{{ note }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ ip }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ product.cost }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ products | map: "cost" }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ secret }}' }, 'forms.0.fields.fio: passwordAttribute'],
    [{ fio: '{{ createdBy.email }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ localizations }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ owner.email }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ related }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ products.title }}' }, 'forms.0.fields.fio: listAttribute'],
    [{ fio: '{{ name.first.letter }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ visit.utmSorce }}' }, 'forms.0.fields.fio: misspelledAttribute'],
    [{ fio: '{{ visit.unknown }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ visit.yclid.first }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ requestUrl: '{{ visit.page }}' }, 'forms.0.fields.requestUrl: unknownAttribute'],
    [{ fio: '{{ constructor }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ __proto__ }}' }, 'forms.0.fields.fio: unknownAttribute'],
  ])('refuses the fields …', (fields, refusal) => {
    expect(refusals(documentOf({ fields }))).toEqual([refusal]);
  });

  itEvery([
    '{{ product.brand.logo.url }}',
    '{{ products[0].title }} {{ products.last.brand.code }} {{ products.size }}',
    '{% for one in body %}{{ one.city }}{{ one.label }}{{ one.__component }}{% endfor %}',
    '{{ answers.any.thing }} {{ answers[0] }}',
    '{{ name.size }} {{ createdAt }} {{ documentId }} {{ id }} {{ locale }}',
    '{{ addresses | map: "city" | join: "; " }} {{ photo.alternativeText }}',
    '{% assign x = product.title %}{{ x }}',
    '',
  ])('takes the template …', (fio) => {
    expect(refusals(documentOf({ fields: { fio } }))).toEqual([]);
  });

  it('names every attribute that a template gets wrong, once each', () => {
    const fio = '{{ vanished }}{{ vanished }}{{ nmae }}{{ secret }}{{ products.title }}';
    expect(errorsOf(documentOf({ fields: { fio } })).map(({ message }) => message)).toEqual([
      'forms[0].fields.fio: there is no attribute “vanished”: correct the name or add the attribute',
      'forms[0].fields.fio: there is no attribute “nmae”: did you mean “name”?',
      'forms[0].fields.fio: the attribute “secret” is a password, which is never sent: take another',
      'forms[0].fields.fio: “products” holds several values: write products[0].title, or loop over them with for',
    ]);
  });

  it('says where a template is broken', () => {
    const [error] = errorsOf(documentOf({ fields: { comment: 'Имя:\n{{ name | nosuch }}' } }));
    expect(error?.message).toBe(
      'forms[0].fields.comment: is no valid template: undefined filter: nosuch, line:2, col:1',
    );
  });
});

describe('custom fields', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `f${index}`, value: 'x' }));

  it('are 20 at most', () => {
    expect(refusals(documentOf({ customFields: many(20) }))).toEqual([]);
    expect(errorsOf(documentOf({ customFields: many(21) }))).toEqual([
      {
        path: ['forms', '0', 'customFields'],
        code: 'customFieldsOverLimit',
        values: { limit: '20' },
        message: 'forms[0].customFields: Calltouch takes at most 20 custom fields: remove some',
      },
    ]);
  });

  it('are counted even where one of them has the wrong shape', () => {
    const customFields = [...many(20), { name: 'x', value: 1 }];
    expect(refusals(documentOf({ customFields })).sort()).toEqual([
      'forms.0.customFields.20.value: type',
      'forms.0.customFields: customFieldsOverLimit',
    ]);
  });

  itEvery([
    [null, ['forms.0.customFields.0: type']],
    ['x', ['forms.0.customFields.0: type']],
    [{ value: 'x' }, ['forms.0.customFields.0.name: required']],
    [{ name: 'x' }, ['forms.0.customFields.0.value: required']],
    [{ name: ' ', value: 'x' }, ['forms.0.customFields.0.name: emptyFieldName']],
    [{ name: 'x'.repeat(257), value: 'x' }, ['forms.0.customFields.0.name: tooLong']],
    [{ name: 'x', value: '{{ vanished }}' }, ['forms.0.customFields.0.value: unknownAttribute']],
    [{ name: 'x', value: '{{' }, ['forms.0.customFields.0.value: template']],
    [{ name: 'x', value: 'x', id: 1 }, ['forms.0.customFields.0.id: unknownMember']],
  ])('refuses …', (field, expected) => {
    expect(refusals(documentOf({ customFields: [field] }))).toEqual(expected);
  });

  it('have a name each', () => {
    const customFields = [
      { name: 'a', value: '1' },
      { name: ' a ', value: '2' },
    ];
    expect(refusals(documentOf({ customFields }))).toEqual([
      'forms.0.customFields.1.name: duplicateField',
    ]);
  });
});

describe('writeBack', () => {
  itEvery([
    [{ requestId: 'gone' }, 'forms.0.writeBack.requestId: writeBackMissing'],
    [{ requestId: 'constructor' }, 'forms.0.writeBack.requestId: writeBackMissing'],
    [{ requestId: 'count' }, 'forms.0.writeBack.requestId: writeBackType'],
    [{ source: 'product' }, 'forms.0.writeBack.source: writeBackType'],
    [{ source: 'secret' }, 'forms.0.writeBack.source: writeBackType'],
    [{ status: 'kind' }, 'forms.0.writeBack.status: writeBackType'],
    [{ source: 'documentId' }, 'forms.0.writeBack.source: writeBackSystem'],
    [{ deliveredAt: 'updatedAt' }, 'forms.0.writeBack.deliveredAt: writeBackSystem'],
    [{ requestId: 1 }, 'forms.0.writeBack.requestId: type'],
    [{ price: 'name' }, 'forms.0.writeBack.price: unknownResult'],
    [{ source: 'name', medium: 'name' }, 'forms.0.writeBack.medium: writeBackTwice'],
  ])('refuses …', (writeBack, refusal) => {
    expect(refusals(documentOf({ writeBack }))).toEqual([refusal]);
  });

  it('says which types a result needs', () => {
    const [error] = errorsOf(documentOf({ writeBack: { requestId: 'count' } }));
    expect(error?.message).toBe(
      'forms[0].writeBack.requestId: the attribute “count” is of type integer: requestId needs string, text, richtext, biginteger',
    );
  });
});
