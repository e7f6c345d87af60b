import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts of one run: { passed, failed, skipped }. A runner that ended badly without naming a failed test,
 * or without a report, has failed once: a crash must not read like success.
 *
 * @param {string} file
 * @param {number} code
 */
export function jestCounts(file, code) {
  if (!existsSync(file)) return crashed();
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return honest(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  );
}

/**
 * @param {string} file
 * @param {number} code
 */
export function playwrightCounts(file, code) {
  if (!existsSync(file)) return crashed();
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return honest(
    {
      // What passed when CI tried it once more has passed, as with jest; the log names it.
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
    },
    code,
  );
}

/**
 * The files in which something failed, with what each counted: { file, passed, failed, skipped }.
 *
 * @param {string} report
 * @returns {{ file: string, passed: number, failed: number, skipped: number }[]}
 */
export function failedFiles(report) {
  if (!existsSync(report)) return [];
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, assertionResults }) => {
      const of = (status) => assertionResults.filter((one) => one.status === status).length;
      return {
        ...{ file: name, passed: of('passed'), skipped: of('pending') + of('todo') },
        // A file that did not load names no test.
        failed: Math.max(1, of('failed')),
      };
    });
}

/**
 * The counts of a run whose failed files ran once more alone: what they counted then is what counts, and a test that is
 * not among them any more has failed.
 *
 * @param {{ passed: number, failed: number, skipped: number }} first
 * @param {{ passed: number, failed: number, skipped: number }[]} files
 * @param {{ passed: number, failed: number, skipped: number }} again
 */
export function withAgain(first, files, again) {
  const sum = (of) => files.reduce((total, one) => total + of(one), 0);
  const missing = sum((one) => one.passed + one.failed) - again.passed - again.failed;
  return {
    passed: first.passed - sum(({ passed }) => passed) + again.passed,
    failed: first.failed - sum(({ failed }) => failed) + again.failed + Math.max(0, missing),
    skipped: first.skipped - sum(({ skipped }) => skipped) + again.skipped,
  };
}

function honest(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function crashed() {
  return { passed: 0, failed: 1, skipped: 0 };
}
