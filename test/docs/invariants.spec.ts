import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'invariants.md'), 'utf8');

interface Invariant {
  readonly number: string;
  readonly said: readonly string[];
  readonly tests: readonly string[];
}

const pathsIn = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, path = '']) => path);

function invariantsOf(text: string): Invariant[] {
  return text.split('\n').flatMap((line) => {
    const [, number = '', , said, tests] = line.split('|').map((cell) => cell.trim());
    return /^[A-Z]\d+$/.test(number) ? [{ number, said: pathsIn(said), tests: pathsIn(tests) }] : [];
  });
}

/** One sentence for each thing that is wrong with a page of invariants. */
function faultsOf(text: string, numbered: readonly string[]): string[] {
  const all = invariantsOf(text);
  const said = new Set(all.flatMap((one) => one.said));
  return [
    ...all
      .filter(({ number }, at) => all.findIndex((one) => one.number === number) !== at)
      .map(({ number }) => `${number} twice`),
    ...all.filter(({ tests }) => tests.length === 0).map(({ number }) => `${number} has no test`),
    ...all.flatMap(({ number, said: where, tests }) =>
      [...where, ...tests]
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${number}: ${path} is missing`),
    ),
    ...all.flatMap(({ number, tests }) =>
      tests.filter((path) => !path.endsWith('.spec.ts')).map((path) => `${number}: ${path} is no test`),
    ),
    ...numbered
      .filter((path) => !said.has(path))
      .map((path) => `${path} numbers invariants and is not named`),
  ];
}

/** Files of the product whose docstring numbers what must hold. */
const numbered = ['apps/api/src', 'apps/cli/src', 'apps/egress/src', 'libs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !/node_modules|\/dist|spec\.ts$/.test(path))
    .filter((path) => /^ \* 1\. .+[\s\S]*?^ \* 2\. /m.test(readFileSync(join(ROOT, path), 'utf8'))),
);

test('every invariant has a number of its own, a place where it is said, and tests that exist', () => {
  expect(invariantsOf(page).length).toBeGreaterThan(30);
  expect(numbered.length).toBeGreaterThan(5);
  expect(faultsOf(page, numbered)).toEqual([]);
});

test('control: a page that lies is noticed', () => {
  const lies = `
| A1 | It holds. | \`libs/gone.ts\` | \`test/gone.spec.ts\` |
| A1 | It holds, too. | \`package.json\` | |
| A2 | And this. | \`package.json\` | \`package.json\` |`;
  expect(faultsOf(lies, ['libs/new.ts'])).toEqual([
    'A1 twice',
    'A1 has no test',
    'A1: libs/gone.ts is missing',
    'A1: test/gone.spec.ts is missing',
    'A2: package.json is no test',
    'libs/new.ts numbers invariants and is not named',
  ]);
});
