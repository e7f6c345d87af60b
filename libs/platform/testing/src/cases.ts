import { appendFileSync } from 'node:fs';

/**
 * Says how many cases the running test has tried, for tests that go through thousands of them in one. `npm run prove` adds
 * them up (`COURTYARD_CASES` names the file it reads); in any other run nothing happens.
 */
export function tried(cases: number): void {
  const file = process.env['COURTYARD_CASES'];
  if (!file) return;
  const { testPath, currentTestName } = expect.getState();
  appendFileSync(file, `${JSON.stringify({ file: testPath, test: currentTestName, cases })}\n`);
}
