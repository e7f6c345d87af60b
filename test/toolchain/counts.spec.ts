import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failedFiles, jestCounts, playwrightCounts, withAgain } from '../counts.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-counts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const JEST = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 2,
  numPendingTests: 3,
  numTodoTests: 1,
};
const PLAYWRIGHT = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };

test('a suite that does not load is a failure', () => {
  expect(jestCounts(report(JEST), 1)).toEqual({ passed: 5, failed: 3, skipped: 4 });
});

test('a journey that passed only the second time has failed', () => {
  expect(playwrightCounts(report(PLAYWRIGHT), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

test.each([
  ['jest', jestCounts, { ...JEST, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }],
  [
    'playwright',
    playwrightCounts,
    { ...PLAYWRIGHT, stats: { ...PLAYWRIGHT.stats, unexpected: 0, flaky: 0 } },
  ],
])('%s: a bad end without a failed test, or without a report, is a failure', (_, counts, content) => {
  expect(counts(report(content), 1).failed).toBe(1);
  expect(counts(report(content), 0).failed).toBe(0);
  expect(counts(join(folder, 'nothing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

describe('what failed and ran once more alone', () => {
  const JEST_FILES = {
    testResults: [
      { name: 'a', status: 'passed', assertionResults: [{ status: 'passed' }] },
      { name: 'b', status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { name: 'c', status: 'failed', assertionResults: [] },
    ],
  };
  const first = { passed: 2, failed: 2, skipped: 0 };

  test('counts as it went then', () => {
    const failed = failedFiles(report(JEST_FILES));
    expect(failed.map(({ file }) => file)).toEqual(['b', 'c']);
    expect(withAgain(first, failed, { passed: 5, failed: 0, skipped: 1 })).toEqual({
      ...{ passed: 6, failed: 0, skipped: 1 },
    });
    expect(withAgain(first, failed, { passed: 4, failed: 1, skipped: 0 })).toMatchObject({ failed: 1 });
  });

  test('fails where tests are gone, or the run was', () => {
    const failed = failedFiles(report(JEST_FILES));
    expect(withAgain(first, failed, { passed: 1, failed: 0, skipped: 0 }).failed).toBe(2);
    expect(withAgain(first, failed, jestCounts(join(folder, 'nothing.json'), 1)).failed).toBeGreaterThan(0);
    expect(failedFiles(join(folder, 'nothing.json'))).toEqual([]);
  });
});
