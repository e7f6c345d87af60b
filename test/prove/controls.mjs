import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { GUARDS } from './guards.mjs';
import { root, run, runTests, tool } from './jest-run.mjs';

/**
 * node test/prove/controls.mjs: breaks every guard on purpose and says for each whether it was noticed. Exits with 1 when a
 * broken fixture passes, or cannot be found.
 */
mkdirSync(join(root, '.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, '.tmp', 'prove-'));

/** Code that every rule lets pass, or the linter's refusals would prove nothing. */
const RIGHT = 'libs/feed/src/post/right.entity.ts';

/** @typedef {{ caught: boolean, seconds: number, why?: string }} Outcome */

try {
  const fixtures = GUARDS.flatMap((guard) => guard.fixtures);
  console.log('Breaking every guard on purpose; this takes some minutes.\n');
  // One after the other: they share two cores with everything else.
  const outcomes = new Map([
    ...(await typesRefuse(fixtures.filter(({ types }) => types))),
    ...(await lintRefuses(fixtures.filter(({ lint }) => lint))),
    ...(await testsCatch('unit', fixtures)),
    ...(await testsCatch('integration', fixtures)),
    ...(await testsCatch('faults', fixtures)),
  ]);
  let passed = 0;
  for (const { forgetting, fixtures: mine } of GUARDS) {
    const results = mine.map(
      (fixture) => outcomes.get(fixture) ?? { caught: false, seconds: 0, why: 'It was not run.' },
    );
    const caught = results.every((one) => one.caught);
    if (!caught) passed++;
    const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
    const broken = `${mine.length} broken ${mine.length === 1 ? 'fixture' : 'fixtures'}`;
    console.log(
      `${caught ? 'caught' : 'PASSED'}  ${seconds.toFixed(1).padStart(5)} s  ${forgetting} (${broken})`,
    );
    results.forEach((one, at) => {
      if (!one.caught) console.log(`                 ${nameOf(mine[at])}: ${one.why}`);
    });
  }
  console.log(`\n${GUARDS.length - passed} guards caught what was broken, ${passed} did not.`);
  process.exitCode = passed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function nameOf(fixture) {
  return fixture.test ?? fixture.types ?? fixture.path;
}

/** Each as a file of its own beside one that is right, compiled with the product's own settings. */
async function typesRefuse(fixtures) {
  const started = performance.now();
  const body = (statement) =>
    `import type { Actor } from '@courtyard/access';
import { postPolicy } from '@courtyard/feed';
import type { Gate } from '@courtyard/records';
export async function attempt(gate: Gate, actor: Actor, id: string): Promise<void> {
  ${statement}
}
`;
  writeFileSync(join(folder, 'right.ts'), body("await gate.get(actor, postPolicy, 'read', id);"));
  for (const [at, { types }] of fixtures.entries())
    writeFileSync(join(folder, `broken-${at}.ts`), body(types));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: relative(folder, join(root, 'tsconfig.base.json')), include: ['*.ts'] }),
  );
  const { printed } = await run([tool('typescript7/bin/tsc'), '--noEmit', '--pretty', 'false', '-p', folder]);
  const seconds = (performance.now() - started) / 1000 / fixtures.length;
  const said = (file) =>
    printed
      .split('\n')
      .filter((line) => line.includes(`${file}(`))
      .join('\n');
  const right = said('right.ts');
  return fixtures.map((fixture, at) => {
    const words = said(`broken-${at}.ts`);
    const caught = right === '' && fixture.refused.test(words);
    return [
      fixture,
      { caught, seconds, why: right ? `What is right is refused, too: ${right}` : words || 'It compiles.' },
    ];
  });
}

/** By the product's own rules, in a copy of its folders that holds nothing but what is broken, and one file that is right. */
async function lintRefuses(fixtures) {
  const copy = mkdtempSync(join(tmpdir(), 'courtyard-prove-'));
  const place = (path, text) => {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  };
  const lint = (path) => run([tool('@biomejs/biome/bin/biome'), 'lint', path], { cwd: copy });
  try {
    const rules = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    place('biome.json', JSON.stringify({ ...rules, vcs: { enabled: false } }));
    place(RIGHT, "import { Column } from 'typeorm';\nexport const column = Column;\n");
    const right = await lint(RIGHT);
    const results = [];
    for (const fixture of fixtures) {
      const started = performance.now();
      place(fixture.path, fixture.lint);
      const { code, printed } = await lint(fixture.path);
      const seconds = (performance.now() - started) / 1000;
      const caught = right.code === 0 && code !== 0 && printed.includes(fixture.refused);
      const why =
        right.code === 0
          ? `The linter did not say ${fixture.refused}.`
          : `What is right is refused, too: ${right.printed}`;
      results.push([fixture, { caught, seconds, why }]);
    }
    return results;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The tests that break a guard, run by name; each passes when the guard noticed. */
async function testsCatch(project, all) {
  const fixtures = all.filter((fixture) => fixture.project === project);
  const { printed, testsOf, faultOf } = await runTests({
    projects: [project],
    files: [...new Set(fixtures.map(({ file }) => file))],
    names: [...new Set(fixtures.map(({ test }) => test))],
    report: join(folder, `${project}.json`),
  });
  return fixtures.map((fixture) => {
    const tests = testsOf(fixture.file).filter(({ fullName }) => fullName.startsWith(fixture.test));
    const failed = tests.find(({ status }) => status !== 'passed');
    const caught = tests.length > 0 && !failed;
    const seconds = tests.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1000;
    const why =
      failed?.failureMessages.join('\n') ||
      faultOf(fixture.file) ||
      `There is no such test.\n${printed.slice(-2_000)}`;
    return [fixture, { caught, seconds, why }];
  });
}
