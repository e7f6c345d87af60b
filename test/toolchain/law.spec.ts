import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LAW, rulesFor } from '../../scripts/law.mjs';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

/** A workspace of three packages that breaks every rule, and one file that breaks none. */
const FILES: Record<string, string> = {
  'package.json': '{ "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "customConditions": ["source"] } }',
  'node_modules/pg/package.json': '{ "name": "pg", "main": "index.js" }',
  'node_modules/pg/index.js': '',
  'node_modules/@opentelemetry/exporter-trace-otlp-http/package.json':
    '{ "name": "@opentelemetry/exporter-trace-otlp-http", "main": "index.js" }',
  'node_modules/@opentelemetry/exporter-trace-otlp-http/index.js': '',
  'node_modules/typeorm/package.json': '{ "name": "typeorm", "main": "index.js" }',
  'node_modules/typeorm/index.js': '',
  'node_modules/typeorm/data-source/DataSource.js': '',
  'libs/platform/errors/src/index.ts': "export * from './error.js';",
  'libs/platform/errors/src/error.ts': 'export const fault = 1;',
  'libs/platform/testing/src/index.ts': 'export const actor = 1;',
  'libs/people/src/index.ts': "export * from './employee.js';",
  'libs/people/src/employee.ts': "import { fault } from '@courtyard/errors'; export const name = fault;",
  'libs/people/fixtures/toys.ts': 'export const toy = 1;',
  'libs/people/src/employee.spec.ts': "import 'node:http'; import 'pg'; import '@courtyard/testing';",
  'libs/feed/src/index.ts': "import { fault } from '@courtyard/errors'; export const post = fault;",
};

const BREAKS: [rule: string, file: string, text: string][] = [
  ['no-tests-in-the-product', 'libs/people/src/toy.ts', "import '../fixtures/toys.js';"],
  ['libs-people-keeps-to-its-layer', 'libs/people/src/layer.ts', "import '@courtyard/feed';"],
  [
    'libs-platform-errors-through-its-index',
    'libs/people/src/door.ts',
    "import '../../platform/errors/src/error.js';",
  ],
  ['nothing-leaves', 'libs/people/src/socket.ts', "import 'node:net';"],
  ['nothing-leaves', 'libs/people/src/later.ts', "export const later = () => import('https');"],
  [
    'nothing-leaves',
    'libs/people/src/traces.ts',
    "export const later = () => import('@opentelemetry/exporter-trace-otlp-http');",
  ],
  ['nothing-leaves', 'libs/people/src/wake.ts', "export const later = () => import('@redis/client');"],
  ['one-door-to-rows', 'libs/people/src/rows.ts', "import 'pg';"],
  ['typeorm-through-its-index', 'libs/people/src/orm.ts', "import 'typeorm/data-source/DataSource.js';"],
  ['no-tests-in-the-product', 'libs/people/src/tests.ts', "import '@courtyard/testing';"],
  ['unresolvable', 'libs/people/src/gone.ts', "import './nowhere.js';"],
  ['no-cycles', 'libs/people/src/circle.ts', "import './circle.js';"],
];

beforeAll(() => {
  // Inside the clone, for the compiler that reads TypeScript is looked for upwards from here.
  mkdirSync(join(root, '.tmp'), { recursive: true });
  folder = mkdtempSync(join(root, '.tmp', 'law-'));
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  const packages: [name: string, path: string, layer: string][] = [
    ['errors', 'libs/platform/errors', 'platform'],
    ['testing', 'libs/platform/testing', 'platform'],
    ['people', 'libs/people', 'people'],
    ['feed', 'libs/feed', 'feed'],
  ];
  for (const [name, path, layer] of packages) {
    write(
      `${path}/package.json`,
      JSON.stringify({
        name: `@courtyard/${name}`,
        type: 'module',
        exports: { '.': { source: './src/index.ts' } },
        nx: { tags: [`layer:${layer}`] },
      }),
    );
    mkdirSync(join(folder, 'node_modules', '@courtyard'), { recursive: true });
    symlinkSync(join(folder, path), join(folder, 'node_modules', '@courtyard', name));
  }
  write(
    '.dependency-cruiser.cjs',
    `const config = require(${JSON.stringify(join(root, '.dependency-cruiser.cjs'))});
     const { rulesFor } = require(${JSON.stringify(join(root, 'scripts', 'law.mjs'))});
     const { workspaces } = require(${JSON.stringify(join(root, 'scripts', 'workspaces.mjs'))});
     module.exports = { ...config, forbidden: rulesFor(workspaces(__dirname)) };`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Which rule which file breaks, sorted. */
function broken(): string[] {
  const bin = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const run = spawnSync(process.execPath, [bin, '--output-type', 'json', 'libs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => `${rule.name} ${from}`).sort();
}

test('a workspace that keeps the law passes, its specs being free', () => {
  expect(broken()).toEqual([]);
});

test('each way to break it is found, and nothing else is', () => {
  for (const [, file, text] of BREAKS) write(file, text);
  expect(broken()).toEqual(BREAKS.map(([rule, file]) => `${rule} ${file}`).sort());
});

test('a package without a known layer stops the check', () => {
  expect(() => rulesFor([{ name: '@courtyard/x', path: 'libs/x', layer: undefined }])).toThrow(
    'No layer of the law: libs/x',
  );
});

test('no layer may import itself in a circle', () => {
  const law: Record<string, string[]> = LAW;
  const reaches = (from: string, to: string): boolean =>
    (law[from] ?? []).some((next) => next !== from && (next === to || reaches(next, to)));
  for (const layer of Object.keys(law)) expect(reaches(layer, layer)).toBe(false);
});
