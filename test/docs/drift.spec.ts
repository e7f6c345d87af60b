import 'reflect-metadata';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readSettings, SettingsFault } from '@courtyard/database';
import { errorCatalogue } from '@courtyard/errors';
import { DEMO_ACCOUNTS } from '../../apps/api/src/first-run/demo-organisation.js';
import '../../apps/api/src/resolvers.js';
import '../../apps/cli/src/disclose/disclose.errors.js';
import '../../apps/cli/src/backup/backup.errors.js';
import '../../apps/cli/src/house/house.errors.js';
import '../../apps/cli/src/restore/restore.errors.js';
import '../../apps/cli/src/import/import.errors.js';
import { IMPORT_FAULTS } from '../../apps/cli/src/import/slack/slack.errors.js';
import '../../libs/platform/live/src/live.errors.js';
import { blocksOf, pages, proseOf, ROOT, tableBelow } from './markdown.js';

/** Why log, ledger and backup stop the house: codes at the end of their sentences, not of the catalogue that people meet. */
const STOPS = [
  'audit/src/tree/tree.errors.ts',
  'audit/src/merkle/merkle-fault.ts',
  'audit/src/ledger/ledger-fault.ts',
  'database/src/backup/backup-fault.ts',
].flatMap(
  (path) =>
    readFileSync(join(ROOT, 'libs/platform', path), 'utf8').match(/\b(log|ledger|backup)\.[a-z_]+/g) ?? [],
);

/** What the pages name must be there: a page that drifts from the code fails here, in seconds. */
const all = pages();
const pageNamed = (path: string) => all.find((page) => page.path === path)?.text ?? '';
const inSource = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What GitHub and its like make of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Links that lead nowhere. */
function brokenLinks(path: string, text: string, of: (path: string) => string | undefined): string[] {
  const targets = Array.from(
    proseOf(text).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g),
    (m) => m[1] ?? m[2] ?? '',
  );
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const found = of(file === '' ? path : normalize(join(dirname(path), file)));
    if (found === undefined) return true;
    const headings = Array.from(found.matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) => anchorOf(heading));
    return anchor !== undefined && !headings.includes(anchor);
  });
}

/** Paths of the repository in inline code, patterns and placeholders left out. */
function missingPaths(text: string, exists: (path: string) => boolean): string[] {
  const named = Array.from(
    proseOf(text).matchAll(/`((?:apps|libs|docs|test|migrations|scripts)\/[\w./-]+)`/g),
    ([, path = '']) => path,
  );
  return named.filter((path) => !/N{2,}/.test(path) && !exists(path));
}

/** Lines of a snippet that its file does not hold, in this order; `…` stands for what is left out. */
function strayLines(snippet: string, source: string): string[] {
  const lines = source.split('\n').map((line) => line.trim());
  let at = 0;
  return snippet
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '…')
    .filter((line) => {
      const found = lines.indexOf(line, at);
      if (found >= 0) at = found + 1;
      return found < 0;
    });
}

const readable = (path: string) => {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return undefined;
  return statSync(whole).isFile() && path.endsWith('.md') ? readFileSync(whole, 'utf8') : '';
};

describe.each(all.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
  test('leads somewhere with every link', () => {
    expect(brokenLinks(path, text, readable)).toEqual([]);
  });

  test('names files that exist', () => {
    // The roadmap speaks of what is to come.
    if (path === 'docs/roadmap.md') return;
    expect(missingPaths(text, (named) => existsSync(join(ROOT, named)))).toEqual([]);
  });

  test('names scripts and commands that exist', () => {
    const { scripts } = JSON.parse(inSource('package.json')) as { scripts: Record<string, string> };
    const run = Array.from(text.matchAll(/npm run ([\w-]+)/g), ([, name = '']) => name);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const commands = Array.from(text.matchAll(/npx courtyard ([a-z]+)/g), ([, name = '']) => name);
    expect(commands.filter((name) => !existsSync(join(ROOT, `apps/cli/src/${name}/command.ts`)))).toEqual([]);
  });

  test('quotes code as it stands', () => {
    const stray = blocksOf(text).flatMap(({ text: block }) => {
      const [, file, snippet = ''] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(block) ?? [];
      return file ? strayLines(snippet, inSource(file)) : [];
    });
    expect(stray).toEqual([]);
  });

  test('names errors that exist', () => {
    const codes = new Set([...errorCatalogue().keys(), ...Object.keys(IMPORT_FAULTS), ...STOPS]);
    const subjects = new Set([...codes].map((code) => code.split('.')[0]));
    const topics = new Set(['post.counted', 'session.ended', 'access.changed']);
    const named = Array.from(proseOf(text).matchAll(/`([a-z_]+\.[a-z_]+)`/g), ([, code = '']) => code);
    const errors = named.filter((code) => subjects.has(code.split('.')[0]) && !topics.has(code));
    expect(errors.filter((code) => !codes.has(code) && !/\.(ts|md|sqlite|log|json)$/.test(code))).toEqual([]);
  });
});

describe('README.md', () => {
  const settings = tableBelow(pageNamed('README.md'), '## Settings');
  const names = settings.map(([name = '']) => name.replaceAll('`', ''));

  test('has exactly the settings that are read', () => {
    const read = /const environment = z\.object\(\{([\s\S]*?)^\}\);/m.exec(
      inSource('libs/platform/database/src/settings.ts'),
    );
    const schema = Array.from(read?.[1]?.matchAll(/^ {2}([A-Z_]+):/gm) ?? [], ([, name = '']) => name);
    const api = Array.from(
      inSource('apps/api/src/settings.ts').matchAll(/env\['(\w+)'\]/g),
      ([, name = '']) => name,
    );
    const roles = ['API', 'EGRESS', 'AUDIT', 'SEARCH', 'RELAY'].map((role) => `DATABASE_URL_${role}`);
    const told = [...schema, ...roles, ...api.filter((name) => name !== 'COURTYARD_EMBEDDED')];
    expect([...names].sort()).toEqual([...new Set(told)].sort());
    expect(schema.length).toBeGreaterThan(5);
  });

  test('has settings that are judged under these names', () => {
    const unreadable = Object.fromEntries(names.map((name) => [name, '\0 ']));
    const faults = (): string => {
      try {
        return JSON.stringify(readSettings(unreadable));
      } catch (fault) {
        if (fault instanceof SettingsFault) return fault.message;
        throw fault;
      }
    };
    const unjudged = names.filter((name) => !faults().includes(`${name} must`));
    expect(unjudged).toEqual([]);
  });

  test('has the defaults of the code', () => {
    const byName = new Map(
      settings.map(([name = '', fallback = '']) => [name.replaceAll('`', ''), fallback]),
    );
    const { port, hosts, environment, folder, administratorEmail } = readSettings({});
    expect(byName.get('PORT')).toBe(`\`${port}\``);
    expect(byName.get('HOST')).toBe(`\`${hosts.join()}\``);
    expect(byName.get('NODE_ENV')).toBe(`\`${environment}\``);
    expect(byName.get('COURTYARD_FOLDER')).toBe(`\`${folder}\``);
    expect(byName.get('ADMINISTRATOR_EMAIL')).toBe(`\`${administratorEmail}\``);
    const name = byName.get('ORGANISATION_NAME')?.replaceAll('`', '');
    expect(inSource('apps/api/src/first-run/first-run.ts')).toContain(`'${name}'`);
  });

  test('has the sign-ins of the demo', () => {
    const told = Array.from(
      pageNamed('README.md').matchAll(/^\| `(\S+@\S+)` \| `(.+?)` \|/gm),
      ([, email, password]) => ({
        email,
        password,
      }),
    );
    expect(told).toEqual(DEMO_ACCOUNTS.map(({ email, password }) => ({ email, password })));
  });

  test('has lean pictures', () => {
    for (const scheme of ['light', 'dark']) {
      expect(statSync(join(ROOT, `docs/pictures/home-${scheme}.png`)).size).toBeLessThan(200_000);
    }
  });
});

test('the API guide tells errors with the status of the catalogue', () => {
  const rows = tableBelow(pageNamed('docs/guides/api.md'), '## Errors');
  expect(rows.length).toBeGreaterThan(10);
  const told = rows.flatMap(([codes = '', status]) =>
    Array.from(codes.matchAll(/`(\S+?)`/g), ([, code = '']) => [code, Number(status)]),
  );
  expect(told).toEqual(told.map(([code]) => [code, errorCatalogue().get(String(code))?.status]));
});

test('every row of the ways to forget names what shows it', () => {
  const rows = tableBelow(pageNamed('docs/architecture.md'), '## Ways to forget');
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(([, , shown]) => !/`(\S+\.spec\.ts|npm run check)`/.test(shown ?? ''))).toEqual([]);
});

test('the index of decisions is complete', () => {
  const decisions = all.flatMap(({ path, text }) => {
    const name = /^docs\/decisions\/(\d{4}-.+\.md)$/.exec(path)?.[1];
    return name ? [[name, text.split('\n')[0]?.replace(/^# \d+[.:] /, '')]] : [];
  });
  const index = Array.from(
    pageNamed('docs/decisions/README.md').matchAll(/^\| \[\d+\]\((.+?)\) \| (.+) \|$/gm),
    ([, name, title]) => [name, title],
  );
  expect(index).toEqual(decisions);
});

describe('control: what drifted is found', () => {
  const page = '# A\nSee [b](b.md#gone), [c](c.md) and `libs/nothing/here.ts`.';
  test('links and anchors', () => {
    expect(brokenLinks('docs/a.md', page, (path) => (path === 'docs/b.md' ? '# B' : undefined))).toEqual([
      'b.md#gone',
      'c.md',
    ]);
    expect(
      brokenLinks('docs/a.md', '[up](#a-b)\n# A, b!', (path) =>
        path === 'docs/a.md' ? '# A, b!' : undefined,
      ),
    ).toEqual([]);
  });

  test('paths', () => {
    expect(missingPaths(page, () => false)).toEqual(['libs/nothing/here.ts']);
    expect(missingPaths('`migrations/NNNN-verb-object.sql`, `test/*.ts`', () => false)).toEqual([]);
  });

  test('snippets, also in another order', () => {
    expect(strayLines('a();\n…\n  c();', 'a();\nb();\nc();')).toEqual([]);
    expect(strayLines('c();\na();', 'a();\nb();\nc();')).toEqual(['a();']);
  });
});
