import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedNode } from '../scripts/packaged-node.mjs';
import { failedFiles, jestCounts, playwrightCounts, withAgain } from './counts.mjs';

/**
 * node test/run.mjs [stage …]: runs the stages in order, all when none is named; `npm test` and `npm run check`
 * call it. One line a stage; what a failing one printed stands below its line and in test-results/<stage>.log.
 * The last line is `N passed, N failed`, summed over all runners; the exit code is 1 when anything failed or
 * when a runner found nothing to run, for a suite that vanished is not a suite that passed.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'test-results');
const MINUTE = 60_000;
const tool = (path) => join(root, 'node_modules', path);

const node = packagedNode(root);
if (node && Number(process.versions.node.split('.')[0]) < 24) {
  const again = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}

/** A check that either holds or does not, and counts as one test. */
const check = (...args) => ({ commands: [args] });
const jest = (project, ...more) => ({
  commands: [[tool('jest/bin/jest.js'), '--ci', '--testTimeout=30000', '--selectProjects', project, ...more]],
  report: jestCounts,
  output: (file) => ['--json', `--outputFile=${file}`],
  again: failedFiles,
});

const STAGES = {
  types: {
    commands: ['tsconfig.json', 'test/journeys/tsconfig.json', 'apps/web/tsconfig.json']
      .filter((config) => existsSync(join(root, config)))
      .map((config) => [tool('typescript7/bin/tsc'), '--noEmit', '-p', config]),
  },
  lint: check(tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--max-diagnostics=200'),
  boundaries: check(
    tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
    ...['apps', 'libs', 'scripts', 'test', 'migrations'].filter((folder) => existsSync(join(root, folder))),
  ),
  generated: check(join(root, 'scripts', 'generate.mjs'), '--check'),
  unit: jest('unit'),
  integration: jest('integration'),
  // A test that fails half way may leave the server it started; the run must end all the same.
  faults: jest('faults', '--runInBand', '--forceExit'),
  journeys: {
    commands: [[tool('@playwright/test/cli.js'), 'test', '--reporter=list,json']],
    report: playwrightCounts,
    output: () => [],
    env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
  },
};

/**
 * Where CI is set, files in which something failed run once more, alone and in a new process: a machine that others share
 * stops for seconds at a time, and what is wrong fails twice. More than these did not fail for that reason.
 */
const MOST_AGAIN = 8;

const named = process.argv.slice(2);
const unknown = named.filter((name) => !STAGES[name]);
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(1);
}

mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of named.length > 0 ? named : Object.keys(STAGES)) {
  const counts = await runStage(name, STAGES[name]);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
const skips = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skips}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runStage(name, stage) {
  const started = performance.now();
  const report = join(results, `${name}.json`);
  rmSync(report, { force: true });
  if (process.stdout.isTTY) process.stdout.write(`${name} …\r`);

  const counts = { passed: 0, failed: 0, skipped: 0 };
  let printed = '';
  for (const command of stage.commands) {
    const output = [...command, ...(stage.output?.(report) ?? [])];
    const run = await runCommand(output, stage.env?.(report));
    printed += run.printed;
    let found = stage.report ? stage.report(report, run.code) : one(run.code === 0);
    const failed = process.env.CI && stage.again ? stage.again(report) : [];
    if (failed.length > 0 && failed.length <= MOST_AGAIN) {
      const files = failed.map(({ file }) => file);
      const inBand = output.includes('--runInBand') ? [] : ['--runInBand'];
      const alone = await runCommand([...output, ...inBand, '--runTestsByPath', ...files]);
      const names = files.map((file) => relative(root, file)).join(', ');
      console.log(`${name.padEnd(12)} ${found.failed} failed, and ran once more alone: ${names}`);
      printed += `\nOnce more, alone: ${names}\n${alone.printed}`;
      found = withAgain(found, failed, stage.report(report, alone.code));
    }
    for (const key of Object.keys(counts)) counts[key] += found[key];
  }
  if (counts.passed + counts.failed === 0) {
    counts.failed = 1;
    printed += `\nThe stage ${name} ran no test.\n`;
  }

  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${name.padEnd(12)} ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`);
  const log = join(results, `${name}.log`);
  writeFileSync(log, printed);
  if (counts.failed > 0) {
    const lines = printed.trimEnd().split('\n');
    if (lines.length > 400) console.log(`(the last 400 of ${lines.length} lines; all are in ${log})`);
    console.log(lines.slice(-400).join('\n'));
  }
  return counts;
}

function runCommand(args, env) {
  return new Promise((resolve) => {
    const child = spawn(node ?? process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 35 * MINUTE,
      killSignal: 'SIGTERM',
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    }
    child.on('error', (error) => resolve({ code: 1, printed: `${printed}${error.message}\n` }));
    child.on('close', (code, signal) => {
      if (signal) printed += `\nStopped by ${signal}.\n`;
      resolve({ code: code ?? 1, printed });
    });
  });
}

function one(holds) {
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0 };
}
