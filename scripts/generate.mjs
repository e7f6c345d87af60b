import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './files.mjs';
import { packagedNode } from './packaged-node.mjs';

/**
 * What is generated and committed. `run` is a script for Node with its arguments, started in the root (or `in`);
 * it writes `outputs`, files or folders from the root.
 * @type {{ outputs: string[], run: string[], in?: string }[]}
 */
const GENERATORS = [
  {
    outputs: [
      'docs/generated/schema.graphql',
      'docs/generated/permissions.md',
      'docs/generated/personal-data.md',
    ],
    run: ['apps/api/dist/generate/generate.js', 'docs/generated'],
  },
];

/**
 * node scripts/generate.mjs [--check]: writes what is generated; with --check changes nothing, and exits with 1
 * naming each file that would change.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const checking = process.argv.includes('--check');
const drifted = [];

for (const { outputs, run, in: folder = '.' } of GENERATORS) {
  const before = contents(outputs);
  const [script, ...args] = run;
  const done = spawnSync(packagedNode(root), [join(root, script), ...args], {
    cwd: join(root, folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status !== 0) {
    console.error(`${done.stdout}${done.stderr}\n${script} did not generate ${outputs.join(', ')}.`);
    process.exitCode = 1;
  }
  const after = contents(outputs);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  drifted.push(...changed);
  if (checking) for (const path of changed) restore(path, before.get(path));
}

if (checking && drifted.length > 0) {
  console.error(`Not as generated (run \`npm run generate\` and commit):\n${drifted.join('\n')}`);
  process.exitCode = 1;
} else {
  const word = checking ? 'differ' : 'written';
  console.log(`${drifted.length} generated files ${word}.`);
}

function contents(outputs) {
  const paths = outputs.flatMap((output) => {
    if (!existsSync(join(root, output))) return [];
    return statSync(join(root, output)).isDirectory()
      ? filesBelow(join(root, output)).map((path) => `${output}/${path}`)
      : [output];
  });
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'base64')]));
}

function restore(path, content) {
  if (content === undefined) return rmSync(join(root, path));
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), Buffer.from(content, 'base64'));
}
