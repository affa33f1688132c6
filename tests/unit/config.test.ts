import config, { configProblems } from '../../server/src/config';
import { itEvery } from '../support/itEvery';

describe('config', () => {
  it('takes its own defaults', () => {
    expect(configProblems({ ...config.default })).toEqual([]);
  });

  it('lists every problem at once, naming member, expectation and what came', () => {
    const wrong = {
      apiUrl: 'ftp://x',
      method: 'PUT',
      timeoutMs: 5,
      worker: 'yes',
      send: 'sometimes',
      egress: '',
      requestsPerSecond: -1,
      transformLead: 'x',
      retries: 3,
    };
    const problems = configProblems(wrong);
    expect(problems).toHaveLength(9);
    for (const name of Object.keys(wrong)) expect(problems.join('\n')).toContain(`config.${name}`);
    expect(problems.join('\n')).toContain(`expected 'POST' or 'GET', got "PUT"`);
    expect(() => config.validator(wrong)).toThrow(/Calltouch plugin[\s\S]*retries[\s\S]*apiUrl/);
  });

  itEvery(['https://user:secret@x.example', 'https://x.example/?a=1', 'x', 5])(
    'refuses … as apiUrl',
    (apiUrl) => {
      expect(configProblems({ apiUrl })).toHaveLength(1);
    },
  );
});
