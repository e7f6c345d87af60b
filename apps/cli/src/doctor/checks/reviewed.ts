import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const GENERATED = resolve(import.meta.dirname, '..', '..', '..', '..', '..', 'docs', 'generated');

/** The lines of a table that was reviewed and committed, by the heading they stand under; undefined where it did not come along. */
export function reviewed(page: string): Map<string, string[]> | undefined {
  const path = join(GENERATED, page);
  if (!existsSync(path)) return undefined;
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, heading] = /^##? (.+)$/.exec(line) ?? [];
    if (heading !== undefined) {
      lines = [];
      sections.set(heading, lines);
    } else if (/^\| (?!table \| index )\S/.test(line) && !line.startsWith('| |')) lines.push(line);
  }
  return sections;
}
