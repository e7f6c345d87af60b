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

function honest(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function crashed() {
  return { passed: 0, failed: 1, skipped: 0 };
}
