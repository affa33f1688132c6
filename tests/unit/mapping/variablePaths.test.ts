import { parseTemplate, variablePaths } from '../../../server/src/mapping/template';
import { itEvery } from '../../support/itEvery';

describe('variablePaths', () => {
  function paths(source: string) {
    const parsed = parseTemplate(source);
    if ('error' in parsed) throw new Error(parsed.error);
    return variablePaths(parsed.template).map((path) => path.join('.'));
  }

  itEvery([
    ['text', []],
    ['{{ name }} {{ name }} {{ product.title }}', ['name', 'product.title']],
    ['{{ product["title"] }} {{ products[0].title }}', ['product.title', 'products.0.title']],
    ['{{ name | append: phone | default: email }}', ['name', 'phone', 'email']],
    ['{{ visitAt | date: answers.format }}', ['visitAt', 'answers.format']],
    [
      '{% if agreed and count > 0 %}{{ name }}{% elsif kind == "order" %}{% endif %}',
      ['agreed', 'count', 'name', 'kind'],
    ],
    ['{% unless agreed %}{{ phone }}{% endunless %}', ['agreed', 'phone']],
    [
      '{% case kind %}{% when "order" %}{{ name }}{% else %}{{ phone }}{% endcase %}',
      ['kind', 'name', 'phone'],
    ],
    [
      '{% for one in products %}{{ one.title }}{{ forloop.index }}{% else %}{{ name }}{% endfor %}',
      ['products', 'products.*.title', 'name'],
    ],
    ['{% for one in products limit: count %}{% endfor %}', ['products', 'count']],
    [
      '{% for a in products %}{% for b in a.brands %}{{ b.code }}{% endfor %}{% endfor %}',
      ['products', 'products.*.brands', 'products.*.brands.*.code'],
    ],
    [
      '{% tablerow one in products %}{{ one.title }}{% endtablerow %}',
      ['products', 'products.*.title'],
    ],
    ['{% for i in (1..count) %}{{ i }}{% endfor %}', ['count']],
    ['{{ products | map: "title" | join }}', ['products.*.title', 'products']],
    [
      '{{ products | where: "brand.code", kind | first }}',
      ['products.*.brand.code', 'products', 'kind'],
    ],
    [
      '{{ products | where_exp: "one", "one.brand.code == kind" | map: "title" }}',
      ['products', 'products.*.*', 'products.*.title'],
    ],
    ['{% assign one = products | first %}{{ one.title }}', ['products', 'products.*.title']],
    [
      '{% assign one = product.brand %}{{ one.code }}{{ one }}',
      ['product.brand', 'product.brand.code'],
    ],
    ['{% capture x %}{{ name }}{% endcapture %}{{ x }}', ['name']],
    ['{% assign x = name | upcase %}{{ x }}', ['name']],
    ['{{ product[kind] }}', ['kind', 'product.*']],
    ['{% cycle name, phone %}', ['name', 'phone']],
    ['{% echo name %}{% liquid echo phone\nassign a = email %}', ['name', 'phone', 'email']],
    ['{% comment %}{{ name }}{% endcomment %}{% raw %}{{ name }}{% endraw %}', []],
    ['{% increment counter %}{{ counter }}', []],
  ])('finds the paths in …', (source, expected) => {
    expect(paths(source).sort()).toEqual([...expected].sort());
  });
});
