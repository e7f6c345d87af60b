import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue, errorsMarkdown } from '@courtyard/errors';
import '@courtyard/live';
import '../../apps/api/src/resolvers.js';

/** Codes for which the client shows its general words, and why that is enough. */
const WITHOUT_WORDS: Readonly<Record<string, string>> = {
  'department.too_deep': 'no screen makes departments yet',
  'employee.last_administrator': 'no screen changes roles yet',
  'employee.one_approver_role': 'no screen changes roles yet',
  'employee.roles_need_employment': 'no screen changes roles yet',
  'live.only_subscriptions': 'the client follows, and asks nothing else on a socket',
  'live.position_expired': 'the client reads the list anew by itself',
  'live.too_many': 'the client closes what it no longer shows',
  'organisation.administered': 'the first link is made again at the terminal',
  'organisation.handle_taken': 'organisations are founded at the terminal',
};

const sources = ['apps/api/src', 'apps/cli/src', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.errors\.ts$|spec\.ts$|node_modules|(^|\/)dist\//.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8')),
);

test('every code of the catalogue is thrown somewhere', () => {
  const thrown = [...errorCatalogue().keys()].filter((code) =>
    sources.some((text) => text.includes(`'${code}'`)),
  );
  expect([...errorCatalogue().keys()].filter((code) => !thrown.includes(code))).toEqual([]);
});

test('the client has words for every code that it can meet', () => {
  const texts = readFileSync('apps/web/src/failure/failure-texts.ts', 'utf8');
  const wordless = [...errorCatalogue().keys()].filter(
    (code) => !new RegExp(`^  '?${code.replace('.', '\\.')}'?: `, 'm').test(texts),
  );
  expect(wordless.sort()).toEqual(Object.keys(WITHOUT_WORDS).sort());
});

test('the list of codes is the one that was reviewed', () => {
  expect(errorsMarkdown()).toBe(readFileSync('docs/generated/errors.md', 'utf8'));
});
