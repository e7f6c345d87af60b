import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform, version } from '@swc/core';
import { filesBelow } from './files.mjs';

const RECORD = '.build.json';
const LEFT_OUT = /\.(db\.|faults\.)?spec\.tsx?$|\.fixture\.tsx?$|(^|\/)fixtures\/|\.d\.ts$/;

/**
 * Compiles <folder>/src to <folder>/dist, file by file as ES modules, and copies what is not TypeScript.
 * Only files whose content changed are written, and what has no source any more is removed.
 * Returns how many files were written. Throws an Error naming the file that does not compile.
 */
export async function buildServerPackage(root, folder) {
  const source = join(root, folder, 'src');
  const target = join(root, folder, 'dist');
  const config = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  const compiler = digest(`${version} ${JSON.stringify(config)}`);
  const before = recordOf(target, compiler);
  const after = {};
  let written = 0;

  await Promise.all(
    filesBelow(source)
      .filter((path) => !LEFT_OUT.test(path))
      .map(async (path) => {
        const text = readFileSync(join(source, path));
        const hash = digest(text);
        const output = path.replace(/\.tsx?$/, '.js');
        if (before[path] !== hash || !existsSync(join(target, output))) {
          if (output === path) replace(join(target, output), text);
          else await compile(text.toString(), { config, root, folder, path, output: join(target, output) });
          written += 1;
        }
        after[path] = hash;
      }),
  );
  const gone = Object.keys(before).filter((path) => !(path in after));
  for (const path of gone) {
    const output = join(target, path.replace(/\.tsx?$/, '.js'));
    rmSync(output, { force: true });
    rmSync(`${output}.map`, { force: true });
  }
  if (written > 0 || gone.length > 0) {
    replace(join(target, RECORD), JSON.stringify({ compiler, files: after }));
  }
  return written;
}

async function compile(text, { config, root, folder, path, output }) {
  let result;
  try {
    result = await transform(text, {
      ...config,
      swcrc: false,
      configFile: false,
      cwd: root,
      filename: join(root, folder, 'src', path),
      sourceFileName: `${'../'.repeat(path.split('/').length)}src/${path}`,
    });
  } catch (error) {
    throw new Error(`${folder}/src/${path} does not compile:\n${error.message}`);
  }
  replace(`${output}.map`, result.map);
  replace(output, `${result.code}\n//# sourceMappingURL=${output.slice(output.lastIndexOf('/') + 1)}.map\n`);
}

function recordOf(target, compiler) {
  try {
    const record = JSON.parse(readFileSync(join(target, RECORD), 'utf8'));
    if (record.compiler === compiler) return record.files;
  } catch {}
  rmSync(target, { recursive: true, force: true });
  return {};
}

/** Writes aside and renames: a server that starts meanwhile never reads half a file. */
function replace(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, content);
  renameSync(aside, file);
}

function digest(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
