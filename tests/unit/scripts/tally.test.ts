interface Counts {
  passed: number;
  failed: number;
}
const { tallyOfJest, failuresOf, summaryOf } = jest.requireActual<{
  tallyOfJest: (results: object | null, exitCode: number) => Counts;
  failuresOf: (results: object | null) => string[];
  summaryOf: (steps: (Counts & { name: string; kind: string })[]) => {
    line: string;
    exitCode: number;
  };
}>('../../../scripts/tally.cjs');

const RESULTS = { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

describe('the tally of a run of jest', () => {
  it('takes the figures of jest', () => {
    expect(tallyOfJest({ ...RESULTS, numFailedTests: 2 }, 1)).toEqual({ passed: 7, failed: 2 });
    expect(tallyOfJest(RESULTS, 0)).toEqual({ passed: 7, failed: 0 });
  });

  it('counts a file that could not be run', () => {
    const results = { ...RESULTS, numRuntimeErrorTestSuites: 1 };
    expect(tallyOfJest(results, 1)).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a jest that failed without saying where, and one that wrote nothing', () => {
    expect(tallyOfJest(RESULTS, 1)).toEqual({ passed: 7, failed: 1 });
    expect(tallyOfJest(null, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('the failures of a run of jest', () => {
  const test = (status: string, fullName: string) => ({ status, fullName });
  const file = (status: string, message: string, ...assertionResults: object[]) => ({
    name: 'a.test.ts',
    status,
    message,
    assertionResults,
  });

  it('are named with their files', () => {
    const results = {
      testResults: [
        file('failed', 'expected 1', test('passed', 'form sends'), test('failed', 'form waits')),
        file('failed', '\n  Cannot find module x\n at y'),
        file('passed', '', test('passed', 'list shows')),
      ],
    };
    expect(failuresOf(results)).toEqual([
      'a.test.ts: form waits',
      'a.test.ts: Cannot find module x',
    ]);
  });

  it('are none where jest wrote nothing', () => {
    expect(failuresOf(null)).toEqual([]);
  });
});

describe('the summary', () => {
  const check = { name: 'lint', kind: 'check', passed: 1, failed: 0 };
  const tests = { name: 'unit', kind: 'tests', passed: 5, failed: 0 };

  it('adds the steps up', () => {
    expect(summaryOf([check, tests])).toEqual({ line: '6 passed, 0 failed', exitCode: 0 });
  });

  it('fails if one step has failed', () => {
    const failed = { ...check, passed: 0, failed: 1 };
    expect(summaryOf([failed, tests])).toEqual({ line: '5 passed, 1 failed', exitCode: 1 });
  });

  it('fails if no test has run', () => {
    expect(summaryOf([check, { ...tests, passed: 0 }]).exitCode).toBe(1);
  });
});
