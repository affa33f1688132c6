import { templateMistake } from '../../../admin/src/templateMistakes';
import { parseTemplate } from '../../../server/src/mapping/template';
import { itEvery } from '../../support/itEvery';

describe('a mistake in a template', () => {
  itEvery([
    ['{{ name', 'template.outputNotClosed', '{{ name'],
    ['{{ "a }}', 'template.outputNotClosed', '{{ "a }}'],
    ['{% if a %}x', 'template.tagNotClosed', '{% if a %}'],
    ['{% raw %}x', 'template.tagNotClosed', '{% raw %}x'],
    ['{%', 'template.tagNotClosed', '{%'],
    ['{% foo %}', 'template.unknownTag', 'foo'],
    ['{% endif %}', 'template.unknownTag', 'endif'],
    ['{{ имя | upcas }}', 'template.unknownFilter', 'upcas'],
    ['{{ }}', 'template.expression', ''],
    ['{% for x %}{% endfor %}', 'template.tag', '{% for x %}'],
    ['{% assign a %}', 'template.expected', '='],
    ['{{ a | default "x" }}', 'template.expected', ':'],
  ])('of … is told in words', (source, key, part) => {
    const parsed = parseTemplate(source);
    if (!('error' in parsed)) throw new Error('It has none');
    expect(templateMistake(parsed.error)).toEqual({ key, part });
  });

  it('that is not known is left as it is', () => {
    expect(templateMistake('Invalid key foo')).toBeNull();
  });
});
