import type { Attribute, Model } from '../../../server/src/mapping/model';
import { fieldProblems } from '../../../server/src/settings/formProblems';
import { suggestMapping } from '../../../server/src/settings/suggestMapping';
import { LEAD_MODEL, models } from '../mapping/mappingModels';
import { itEvery } from '../../support/itEvery';

function modelOf(attributes: Record<string, Attribute>, displayName = ''): Model {
  return { uid: 'api::a.a', modelType: 'contentType', attributes, info: { displayName } };
}

/** The mapping suggested for text attributes of these names. */
function suggested(...names: string[]) {
  return suggestMapping(
    modelOf(Object.fromEntries(names.map((name) => [name, { type: 'string' }]))),
    models,
  );
}

describe('suggestMapping', () => {
  it('fills what it recognises and leaves the rest empty', () => {
    expect(suggestMapping(LEAD_MODEL, models)).toEqual({
      fields: {
        subject: 'Заявка',
        fio: '{{ name }}',
        phoneNumber: '{{ phone }}',
        email: '{{ email }}',
        comment: '{{ message }}',
      },
      customFields: [],
      writeBack: { status: 'calltouchStatus', requestId: 'calltouchRequestId' },
    });
  });

  itEvery([
    ...[
      'name',
      'Name',
      'fio',
      'FIO',
      'full_name',
      'fullName',
      'имя',
      'ФИО',
      'imya',
      'client_name',
      'customerName',
      'userName',
      'yourName',
      'klient',
      'contactName',
    ].map((name) => ['fio', name]),
    ...[
      'phone',
      'Phone',
      'phone_number',
      'phoneNumber',
      'tel',
      'telephone',
      'telefon',
      'телефон',
      'nomer_telefona',
      'mobile',
      'mobilnyi',
      'contactPhone',
      'userPhone',
    ].map((name) => ['phoneNumber', name]),
    ...[
      'email',
      'e_mail',
      'e-mail',
      'mail',
      'pochta',
      'почта',
      'userEmail',
      'emailAddress',
      'elektronnayaPochta',
    ].map((name) => ['email', name]),
    ...[
      'comment',
      'comments',
      'message',
      'msg',
      'kommentariy',
      'kommentarij',
      'комментарий',
      'сообщение',
      'soobshchenie',
      'question',
      'vopros',
      'text',
      'description',
      'userMessage',
    ].map((name) => ['comment', name]),
    ...['url', 'page_url', 'pageUrl', 'sourceUrl', 'page', 'страница', 'link', 'ssylka'].map(
      (name) => ['requestUrl', name],
    ),
    ...['calltouchSessionId', 'ct_session_id', 'calltouch_session'].map((name) => [
      'sessionId',
      name,
    ]),
  ])('… from …', (field, name) => {
    const { fields } = suggested('other', name);
    expect(fields).toEqual({ [field]: `{{ ${name} }}` });
  });

  itEvery([
    [['firstName', 'lastName'], '{{ lastName }} {{ firstName }}'],
    [['name', 'surname', 'patronymic'], '{{ surname }} {{ name }} {{ patronymic }}'],
    [['otchestvo', 'imya', 'familiya'], '{{ familiya }} {{ imya }} {{ otchestvo }}'],
    [['имя', 'фамилия'], '{{ фамилия }} {{ имя }}'],
    [['name', 'fio', 'surname'], '{{ fio }}'],
    [['companyName', 'name'], '{{ name }}'],
  ])('a whole name from …', (names, template) => {
    expect(suggested(...names).fields.fio).toBe(template);
  });

  itEvery([
    ['companyName'],
    ['filename'],
    ['hotel'],
    ['curl'],
    ['context'],
    ['homepage'],
    ['product'],
    ['sessionId'],
  ])('takes … for nothing', (name) => {
    expect(suggested(name).fields).toEqual({});
  });

  it('prefers exact names to similar ones, whatever their order', () => {
    expect(suggested('phoneType', 'phone', 'commentAuthor', 'comment').fields).toEqual({
      phoneNumber: '{{ phone }}',
      comment: '{{ comment }}',
    });
  });

  it('takes an attribute of type email by its type', () => {
    const model = modelOf({ contact: { type: 'email' } });
    expect(suggestMapping(model, models).fields).toEqual({ email: '{{ contact }}' });
  });

  itEvery([
    ['phone', { type: 'boolean' }],
    ['phone', { type: 'string', private: true }],
    ['phone', { type: 'password' }],
    ['phone', { type: 'relation', relation: 'oneToOne', target: 'api::product.product' }],
    ['email', { type: 'json' }],
    ['message', { type: 'integer' }],
    ['name', { type: 'component', component: 'form.address' }],
  ])('leaves … alone where it is …', (name, attribute) => {
    expect(suggestMapping(modelOf({ [name]: attribute }), models).fields).toEqual({});
  });

  it('takes a phone of digits and a comment of blocks', () => {
    const model = modelOf({ phone: { type: 'biginteger' }, message: { type: 'blocks' } });
    expect(suggestMapping(model, models).fields).toEqual({
      phoneNumber: '{{ phone }}',
      comment: '{{ message }}',
    });
  });

  it('takes results by name, and Calltouch’s alone by names that mean other things', () => {
    const names = [
      'calltouchRequestId',
      'attribution',
      'utm_source',
      'utmCampaign',
      'calltouch_city',
      'ctUrl',
      'yaClientId',
    ];
    const plain = ['source', 'status', 'city', 'url', 'sessionId', 'error'];
    expect(suggested(...names, ...plain).writeBack).toEqual({
      requestId: 'calltouchRequestId',
      attribution: 'attribution',
      city: 'calltouch_city',
      url: 'ctUrl',
      yaClientId: 'yaClientId',
    });
  });

  it('takes no attribute for a result that it can’t hold', () => {
    const model = modelOf({
      calltouchRequestId: { type: 'integer' },
      calltouchSource: { type: 'media' },
    });
    expect(suggestMapping(model, models).writeBack).toEqual({});
  });

  itEvery(['Заявка {{ vip }}', '100 %} {% if', 'a {{'])('names the form … as it is', (name) => {
    expect(suggestMapping(modelOf({}, name), models).fields.subject).toBe(
      `{% raw %}${name}{% endraw %}`,
    );
  });

  itEvery([
    [LEAD_MODEL],
    [
      modelOf(
        { имя: { type: 'string' }, 'e-mail': { type: 'string' }, телефон: { type: 'string' } },
        '{{ x }}',
      ),
    ],
    [modelOf({ utmSource: { type: 'string' }, ctStatus: { type: 'string' } }, 'a {% b')],
  ])('suggests what the settings’ check accepts', (model) => {
    expect(fieldProblems(suggestMapping(model, models), model, models)).toEqual([]);
  });
});
