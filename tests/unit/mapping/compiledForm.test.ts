import fc from 'fast-check';
import { compiledOf } from '../../../server/src/mapping/compiledForm';
import { submissionView } from '../../../server/src/mapping/entryView';
import { parseTemplate, renderTemplate } from '../../../server/src/mapping/template';
import { EVERY_TYPE, FORM, LEAD_MODEL, models } from './mappingModels';

const VISIT = { utmSource: 'yandex' };
const OPTIONS = { baseUrl: 'https://cms.example.ru', timeZone: 'Europe/Moscow' };

/** What Liquid makes of a template, with nothing taken out of its hands. */
function interpreted(source: string, model: typeof LEAD_MODEL, entry: Record<string, unknown>) {
  const parsed = parseTemplate(source);
  if ('error' in parsed) return parsed;
  return renderTemplate(
    parsed.template,
    submissionView(model, entry, VISIT, models, OPTIONS),
    OPTIONS,
  );
}

function compiled(source: string, model: typeof LEAD_MODEL, entry: Record<string, unknown>) {
  const form = { ...FORM, fields: { comment: source }, customFields: [] };
  const { fields, of } = compiledOf(form, model, models);
  return fields[0]?.render(of(entry, VISIT, OPTIONS)) ?? { text: '' };
}

const value = fc.oneof(
  fc.constantFrom(null, undefined, '', 0, false, true, 'Иван &amp; Ко', '<p>Жду</p>', '{{ name }}'),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.bigInt(),
  fc.date(),
  fc.constantFrom('2026-07-01', '10:30:00.000', '2026-07-01T07:00:00.000Z'),
  fc.json().map((text) => JSON.parse(text) as unknown),
  fc.array(fc.record({ title: fc.string(), url: fc.webUrl() }), { maxLength: 3 }),
  fc.record({ title: fc.string(), name: fc.string(), documentId: fc.string() }),
);

describe('a compiled form', () => {
  it.each([
    ['a lead', LEAD_MODEL],
    ['every type of attribute', EVERY_TYPE],
  ])('gives the texts that Liquid gives: %s', (_, model) => {
    const names = [...Object.keys(model.attributes), 'id', 'documentId', 'createdAt', 'nosuch'];
    const name = fc.constantFrom(...names);
    const template = fc.oneof(
      name.map((one) => `{{ ${one} }}`),
      name.map((one) => `{{-${one}-}}`),
      fc
        .tuple(name, name)
        .chain(([one, other]) =>
          fc.constantFrom(
            `${one}`,
            ` {{ ${one} }}`,
            `{{ ${one} }}{{ ${other} }}`,
            `{{ ${one}.${other} }}`,
            `{{ ${one}.size }}`,
            `{{ ${one}["title"] }}`,
            `{{ ["${one}"] }}`,
            `{{ ${one} | upcase }}`,
            `{{ ${one} | default: "нет" }}`,
            `{% if ${one} %}да{% endif %}`,
            `{% assign ${one} = "x" %}{{ ${one} }}`,
            `{{ ${one} `,
          ),
        ),
      fc.constantFrom(
        '{{ visit }}',
        '{{ visit.utmSource }}',
        '{{ true }}',
        '{{ nil }}',
        '{{ empty }}',
        '{{ "x" }}',
        '{{ 5 }}',
        '',
        ' ',
      ),
    );
    const entry = fc.dictionary(name, value);
    fc.assert(
      fc.property(template, entry, (source, fields) => {
        expect(compiled(source, model, fields)).toEqual(interpreted(source, model, fields));
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses a text that is too long in the same words', () => {
    const entry = { name: 'ж'.repeat(1_000_001) };
    expect(compiled('{{ name }}', LEAD_MODEL, entry)).toEqual({
      error: expect.stringContaining('1000000'),
    });
  });

  it('fails alone where its value is nested too deep, as Liquid would have it', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`);
    expect(compiled('{{ answers }}', LEAD_MODEL, { answers: deep })).toHaveProperty('error');
    expect(interpreted('{{ answers }}', LEAD_MODEL, { answers: deep })).toHaveProperty('error');
  });
});
