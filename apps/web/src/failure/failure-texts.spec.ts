import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureTexts, textOf } from './failure-texts';

const root = join(__dirname, '..', '..', '..', '..');

/** Codes that reach no person: answered to the connection, or to a command line. */
const unseen = [/^live\./, /^import\./, /^organisation\./, /^employee\./, /^department\./];

describe('the words for failures', () => {
  it('exist for every code that the server declares and a person can meet', () => {
    const declared = filesBelow(join(root, 'libs'))
      .filter((path) => path.endsWith('.errors.ts'))
      .flatMap((path) => [
        ...readFileSync(path, 'utf8').matchAll(/^ {2}'?([a-z_]+(?:\.[a-z_]+)*)'?: \{ ?(?:message|$)/gm),
      ])
      .map((match) => match[1] as string);
    expect(declared).toContain('conflict.stale_version');
    const met = declared.filter((code) => !unseen.some((pattern) => pattern.test(code)));
    expect(met.filter((code) => !Object.hasOwn(failureTexts, code))).toEqual([]);
  });

  it('exist in both languages', () => {
    const german = readFileSync(join(__dirname, '..', 'locales', 'de.po'), 'utf8');
    for (const { what, next } of Object.values(failureTexts))
      for (const { id } of [what, next]) {
        const translation = german.split(`msgid "${id}"\nmsgstr "`)[1];
        expect([id, translation?.[0]]).not.toEqual([id, '"']);
        expect([id, translation]).not.toEqual([id, undefined]);
      }
  });

  it('are general, and traceable, for a code nobody foresaw', () => {
    for (const code of ['something.new', 'toString', '__proto__', ''])
      expect(textOf(code)).toBe(failureTexts['server.fault']);
    expect(textOf('something.new').traceable).toBe(true);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
