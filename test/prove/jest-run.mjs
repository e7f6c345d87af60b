import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const tool = (path) => join(root, 'node_modules', path);

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Runs tests of some files, all or those whose full name begins as told.
 *
 * @param {{ projects: string[], files: string[], names?: string[], report: string, env?: Record<string, string> }} what
 * @returns {Promise<{ printed: string, testsOf: (file: string) => { fullName: string, status: string, duration?: number,
 *   failureMessages: string[] }[], faultOf: (file: string) => string | undefined }>} a file that did not load has a fault
 */
export async function runTests({ projects, files, names, report, env = {} }) {
  const { printed } = await run(
    [
      tool('jest/bin/jest.js'),
      '--ci',
      '--testTimeout=60000',
      '--selectProjects',
      ...projects,
      `--testPathPatterns=/(${files.map(escaped).join('|')})$`,
      ...(names ? [`--testNamePattern=${names.map((name) => `^${escaped(name)}`).join('|')}`] : []),
      '--json',
      `--outputFile=${report}`,
    ],
    { env },
  );
  const suites = suitesOf(report);
  const suiteOf = (file) => suites.find(({ name }) => relative(root, name) === file);
  return {
    printed,
    testsOf: (file) =>
      (suiteOf(file)?.assertionResults ?? []).filter(({ status }) => !['pending', 'todo'].includes(status)),
    faultOf: (file) => suiteOf(file)?.message || undefined,
  };
}

function suitesOf(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/** @param {readonly string[]} args */
export function run(args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 14 * 60_000,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    }
    child.on('error', (error) => resolve({ code: 1, printed: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, printed }));
  });
}
