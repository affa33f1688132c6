'use strict';

/**
 * Counts what a run of jest amounted to.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number } | null} results
 *   what `jest --json` wrote; null: nothing that can be read
 * @param {number} exitCode jest's
 * @returns {{ passed: number, failed: number }} a file that could not be run counts as one failure,
 *   and so does a jest that failed without saying in which test
 */
function tallyOfJest(results, exitCode) {
  const passed = results?.numPassedTests ?? 0;
  const failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 0);
  const unexplained = exitCode !== 0 || !results;
  return { passed, failed: failed === 0 && unexplained ? 1 : failed };
}

/**
 * Names what failed in a run of jest, so that the end of a long log says it.
 *
 * @param {{ testResults: { name: string, status: string, message: string,
 *   assertionResults: { status: string, fullName: string }[] }[] } | null} results
 *   what `jest --json` wrote; null: nothing that can be read
 * @returns {string[]} a line each: the file and the test; for a file that could not be run its
 *   first line of the message
 */
function failuresOf(results) {
  return (results?.testResults ?? []).flatMap(({ name, message, assertionResults, status }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length > 0) return failed.map(({ fullName }) => `${name}: ${fullName}`);
    return status === 'failed' ? [`${name}: ${message.trim().split('\n', 1)[0]}`] : [];
  });
}

/**
 * Adds up the steps of a test run.
 *
 * @param {{ name: string, kind: 'check' | 'tests', passed: number, failed: number }[]} steps
 * @returns {{ line: string, exitCode: 0 | 1 }} 1 if anything failed, or if no test has run
 */
function summaryOf(steps) {
  const sum = (member, of = steps) => of.reduce((total, step) => total + step[member], 0);
  const tests = steps.filter(({ kind }) => kind === 'tests');
  const ran = sum('passed', tests) + sum('failed', tests) > 0;
  const failed = sum('failed') + (ran ? 0 : 1);
  return { line: `${sum('passed')} passed, ${failed} failed`, exitCode: failed === 0 ? 0 : 1 };
}

module.exports = { tallyOfJest, failuresOf, summaryOf };
