import { errorWords } from '../../../server/src/sending/errorWords';
import { itEvery } from '../../support/itEvery';

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

describe('what is said of an error', () => {
  itEvery([
    [new TypeError("Cannot read properties of undefined (reading 'site')"), /TypeError: .*'site'/],
    [
      error('select 1 - no such table: x', { code: 'SQLITE_ERROR' }),
      /SQLITE_ERROR: no such table: x/,
    ],
    [error('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }), /127\.0\.0\.1:5432/],
    [
      error(`insert 'Anna' - relation "t" does not exist`, { code: '42P01', severity: 'ERROR' }),
      /42P01: relation "t" does not exist/,
    ],
  ])('its message, where that quotes nobody', (thrown, words) => {
    expect(errorWords(thrown)).toMatch(words);
    expect(errorWords(thrown)).not.toContain('Anna');
  });

  itEvery([
    error("Duplicate entry 'Anna' for key", { code: 'ER_DUP_ENTRY' }),
    error('duplicate key', { code: '23505', severity: 'ERROR', detail: 'Key (name)=(Anna)' }),
    error('invalid input syntax: "Anna"', { code: '22P02', severity: 'ERROR' }),
    error('Request to ?fio=Anna failed', { isAxiosError: true, code: 'ECONNRESET' }),
    error('undefined variable in {{ Anna }}', { name: 'RenderError' }),
    new SyntaxError(`Unexpected token 'A', "Anna" is not valid JSON`),
    new TypeError("Cannot create property 'x' on string 'Anna'"),
    error('No manager for Anna'),
    'Anna',
  ])('no message that may quote a lead', (thrown) => {
    expect(errorWords(thrown)).not.toContain('Anna');
  });
});
