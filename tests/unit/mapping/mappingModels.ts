import type { Form, Site } from '../../../server/src/contracts';
import type { Attribute, Model } from '../../../server/src/mapping/model';

function model(
  uid: string,
  attributes: Record<string, Attribute>,
  more: Partial<Model> = {},
): Model {
  return {
    uid,
    modelType: uid.includes('::') ? 'contentType' : 'component',
    attributes,
    ...more,
  };
}

/** A form's content type with an attribute of every kind. */
export const LEAD_MODEL = model(
  'api::lead.lead',
  {
    name: { type: 'string' },
    phone: { type: 'string' },
    email: { type: 'email' },
    message: { type: 'text' },
    count: { type: 'integer' },
    price: { type: 'decimal' },
    agreed: { type: 'boolean' },
    visitAt: { type: 'datetime' },
    birthday: { type: 'date' },
    callAfter: { type: 'time' },
    answers: { type: 'json' },
    letter: { type: 'blocks' },
    kind: { type: 'enumeration', enum: ['callback', 'order'] },
    photo: { type: 'media', multiple: false },
    photos: { type: 'media', multiple: true },
    product: { type: 'relation', relation: 'manyToOne', target: 'api::product.product' },
    products: { type: 'relation', relation: 'manyToMany', target: 'api::product.product' },
    owner: { type: 'relation', relation: 'oneToOne', target: 'admin::user' },
    related: { type: 'relation', relation: 'morphToOne' },
    address: { type: 'component', component: 'form.address', repeatable: false },
    addresses: { type: 'component', component: 'form.address', repeatable: true },
    body: { type: 'dynamiczone', components: ['form.address', 'form.choice'] },
    note: { type: 'string', private: true },
    secret: { type: 'password' },
    ip: { type: 'string' },
    calltouchRequestId: { type: 'string', private: true, writable: false },
    calltouchStatus: {
      type: 'enumeration',
      enum: ['pending', 'sending', 'delivered', 'failed', 'unknown', 'skipped', 'cancelled'],
    },
    createdAt: { type: 'datetime' },
    updatedAt: { type: 'datetime' },
    publishedAt: { type: 'datetime' },
    locale: { type: 'string', private: true },
    createdBy: { type: 'relation', relation: 'oneToOne', target: 'admin::user', private: true },
  },
  { info: { displayName: 'Заявка' }, options: { privateAttributes: ['ip'] } },
);

const PRODUCT_MODEL = model('api::product.product', {
  title: { type: 'string' },
  cost: { type: 'decimal', private: true },
  brand: { type: 'relation', relation: 'manyToOne', target: 'api::brand.brand' },
});
const BRAND_MODEL = model('api::brand.brand', {
  code: { type: 'uid' },
  logo: { type: 'media', multiple: false },
});
const ADDRESS_MODEL = model('form.address', {
  city: { type: 'string' },
  floor: { type: 'integer' },
  shop: { type: 'relation', relation: 'oneToOne', target: 'api::brand.brand' },
});
const CHOICE_MODEL = model('form.choice', {
  label: { type: 'string' },
  picture: { type: 'media', multiple: false },
});
const ADMIN_MODEL = model('admin::user', { email: { type: 'email' } });

const ALL = [LEAD_MODEL, PRODUCT_MODEL, BRAND_MODEL, ADDRESS_MODEL, CHOICE_MODEL, ADMIN_MODEL];

export function models(uid: string): Model | undefined {
  return ALL.find((one) => one.uid === uid);
}

export const SITE: Site = {
  key: 'main',
  name: 'example.ru',
  siteId: '18990',
  modId: 'abcd1234',
  hosts: ['example.ru'],
  timeZone: 'Europe/Moscow',
};

export const FORM: Form = {
  contentType: 'api::lead.lead',
  enabled: true,
  site: 'main',
  sendOn: 'create',
  condition: null,
  fields: {
    subject: 'Заявка',
    fio: '{{ name }}',
    phoneNumber: '{{ phone }}',
    email: '{{ email }}',
  },
  customFields: [],
  writeBack: {},
};

/** A type with an attribute of each kind. */
export const EVERY_TYPE: Model = {
  uid: 'api::every.every',
  modelType: 'contentType',
  attributes: Object.fromEntries(
    'string text richtext email uid enumeration integer biginteger decimal float boolean json'
      .split(' ')
      .map((type) => [type, { type }]),
  ),
};
