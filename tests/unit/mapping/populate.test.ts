import { populateFor } from '../../../server/src/mapping/populate';
import { parseTemplate, variablePaths } from '../../../server/src/mapping/template';
import { itEvery } from '../../support/itEvery';
import { LEAD_MODEL, models } from './mappingModels';

function populateOf(...sources: string[]) {
  const paths = sources.flatMap((source) => {
    const parsed = parseTemplate(source);
    if ('error' in parsed) throw new Error(parsed.error);
    return variablePaths(parsed.template);
  });
  return populateFor(LEAD_MODEL, paths, models, 'desc');
}

describe('populateFor', () => {
  itEvery([
    [''],
    ['{{ name }} {{ count }} {{ answers.a.b }} {{ letter }} {{ createdAt }}'],
    // Nothing of these may be read, so nothing is fetched.
    ['{{ owner.email }} {{ createdBy.email }} {{ related.title }} {{ nothing.more }}'],
    ['{{ localizations[0].name }} {{ __proto__ }} {{ constructor }}'],
  ])('needs nothing for …', (source) => {
    expect(populateOf(source)).toBeNull();
  });

  itEvery([
    ['{{ product }}', { product: true }],
    ['{{ product.title }}', { product: true }],
    ['{{ product.nothing }}', { product: true }],
    ['{{ product.brand.code }}', { product: { populate: { brand: true } } }],
    [
      '{{ product.brand.logo.url }}',
      { product: { populate: { brand: { populate: { logo: true } } } } },
    ],
    ['{{ product }} {{ product.brand }}', { product: { populate: { brand: true } } }],
    ['{{ product.title }} {{ photo }}', { product: true, photo: true }],
    ['{{ products[0].brand }}', { products: { populate: { brand: true } } }],
    ['{{ products.first.brand }}', { products: { populate: { brand: true } } }],
    ['{{ products.size }}', { products: true }],
    [
      '{% for one in products %}{{ one.brand.code }}{% endfor %}',
      { products: { populate: { brand: true } } },
    ],
    ['{{ products | map: "brand" }}', { products: { populate: { brand: true } } }],
    [
      '{{ products | find_exp: "one", "one.brand.code == name" }}',
      { products: { populate: { brand: true } } },
    ],
    ['{{ address.shop.code }}', { address: { populate: { shop: true } } }],
    ['{{ addresses[0].city }}', { addresses: true }],
    ['{{ photos[0].url }}', { photos: true }],
    ['{{ body }}', { body: { on: { 'form.address': {}, 'form.choice': {} } } }],
    [
      '{% for one in body %}{{ one.picture.url }}{{ one.shop }}{% endfor %}',
      {
        body: {
          on: {
            'form.address': { populate: { shop: true } },
            'form.choice': { populate: { picture: true } },
          },
        },
      },
    ],
    ['{{ product[kind] }}', { product: { populate: { brand: true } } }],
  ])('populates for …', (source, expected) => {
    expect(populateOf(source)).toEqual(expected);
  });

  it('merges what several templates name', () => {
    expect(
      populateOf('{{ product.brand.code }}', '{{ product.title }}', '{{ product.brand.logo }}'),
    ).toEqual({
      product: { populate: { brand: { populate: { logo: true } } } },
    });
  });
});
