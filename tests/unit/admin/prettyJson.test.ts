import fc from 'fast-check';
import { prettyJson } from '../../../admin/src/components/prettyJson';

describe('an answer made readable', () => {
  it('keeps all digits of big numbers', () => {
    expect(prettyJson('{"yaClientId":1234567890123456789,"tags":[],"session":{"a":[1,2]}}')).toBe(
      [
        '{',
        '  "yaClientId": 1234567890123456789,',
        '  "tags": [],',
        '  "session": {',
        '    "a": [',
        '      1,',
        '      2',
        '    ]',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  it('looks as JSON.stringify would write it, whatever the strings hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const source = JSON.stringify(value);
        expect(prettyJson(source)).toBe(JSON.stringify(JSON.parse(source), null, 2));
      }),
    );
  });

  it('leaves what is no JSON as it is', () => {
    expect(prettyJson('<html>{"a":1}</html>')).toBe('<html>{"a":1}</html>');
    expect(prettyJson('{"cut":')).toBe('{"cut":');
  });
});
