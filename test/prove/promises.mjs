import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root, runTests } from './jest-run.mjs';
import { PROMISES } from './promise-list.mjs';

/**
 * node test/prove/promises.mjs [--json FILE]: tries to break each promise of product.md and prints one line for each. Exits
 * with 1 when a case failed, or when what should have been tried cannot be found.
 */
const { values } = parseArgs({ options: { json: { type: 'string' } } });
mkdirSync(join(root, '.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, '.tmp', 'prove-'));
const tally = join(folder, 'cases.jsonl');

try {
  console.log('Trying to break each promise; this takes some minutes.\n');
  const proofs = PROMISES.flatMap(({ proofs }) => proofs);
  // Where single tests are meant they are run by name, apart from the files that are run whole.
  const whole = proofs.filter(({ test }) => !test);
  const single = proofs.filter(({ test }) => test);
  const runs = [];
  for (const [at, some] of [whole, single].entries()) {
    runs.push(
      await runTests({
        projects: ['unit', 'integration', 'faults'],
        files: [...new Set(some.map(({ file }) => file))],
        ...(some === single ? { names: [...new Set(some.map(({ test }) => test))] } : {}),
        report: join(folder, `report-${at}.json`),
        env: { COURTYARD_CASES: tally },
      }),
    );
  }
  const runOf = ({ test }) => runs[test ? 1 : 0];
  const counted = countsOf(tally);
  const results = PROMISES.map(({ promise, title, tried, proofs }) => {
    if (proofs.length === 0) return { promise, title, tried: 'not built', cases: 0, failed: 0, seconds: 0 };
    const tests = proofs.flatMap((proof) => {
      const mine = runOf(proof)
        .testsOf(proof.file)
        .filter(({ fullName }) => !proof.test || fullName.startsWith(proof.test));
      // What cannot be found was not tried, and must not read like a success.
      return mine.length > 0
        ? mine.map((test) => ({ ...test, file: proof.file }))
        : [missing(proof, runOf(proof).faultOf)];
    });
    const failures = tests.filter(({ status }) => status !== 'passed');
    for (const { file, fullName, failureMessages } of failures)
      console.log(`${file}: ${fullName}\n${failureMessages.join('\n').slice(0, 3_000)}\n`);
    return {
      promise,
      title,
      tried,
      cases: tests.reduce((sum, { file, fullName }) => sum + (counted.get(`${file} ${fullName}`) ?? 1), 0),
      failed: failures.length,
      seconds: Number((tests.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1000).toFixed(1)),
    };
  });
  for (const { promise, title, tried, cases, failed, seconds } of results) {
    const words = tried === 'not built' ? 'not built' : failed > 0 ? 'FAILED' : 'held';
    const numbers = `${cases.toLocaleString('en')} cases, ${failed} failed, ${seconds} s`;
    console.log(
      `${promise} ${title.padEnd(17)} ${words.padEnd(9)} ${tried === 'not built' ? '' : `${tried}: ${numbers}`}`.trimEnd(),
    );
  }
  const sum = (of) => results.reduce((all, result) => all + result[of], 0);
  const unbuilt = results.filter(({ tried }) => tried === 'not built').length;
  console.log(
    `\n${sum('cases').toLocaleString('en')} cases tried, ${sum('failed')} failed; ${unbuilt} of ${results.length} promises not built yet.`,
  );
  if (sum('failed') > 0) console.log(runs.map(({ printed }) => printed.slice(-3_000)).join('\n'));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Map<string, number>} by file and full name of the test */
function countsOf(file) {
  const counts = new Map();
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return counts;
  }
  for (const line of text.split('\n').filter(Boolean)) {
    const { file: path, test, cases } = JSON.parse(line);
    const name = `${relative(root, path)} ${test}`;
    counts.set(name, (counts.get(name) ?? 0) + cases);
  }
  return counts;
}

function missing(proof, faultOf) {
  const why = faultOf(proof.file) ?? `There is no such test: ${proof.test ?? 'none in the file'}.`;
  return { file: proof.file, fullName: proof.test ?? '', status: 'missing', failureMessages: [why] };
}
