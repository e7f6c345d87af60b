import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A fenced block: the words behind its fence, its text, and the line it begins at, from 1. */
export interface Block {
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

export function blocksOf(markdown: string): Block[] {
  return Array.from(
    markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm),
    ({ 1: words = '', 2: text = '', index }) => ({
      words: words.split(' ').filter(Boolean),
      text,
      line: markdown.slice(0, index).split('\n').length,
    }),
  );
}

/** What is left of a page without its blocks: the prose, its tables and inline code. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^```.*\n[\s\S]*?^```$/gm, '');
}

/** The cells of the first table below a heading, without its head. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const section = markdown.split(`\n${heading}\n`)[1]?.split(/\n#{1,6} /)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Every page that people write, from the root; what is generated is held elsewhere. */
export function pages(): { path: string; text: string }[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('generated'))
    .map((path) => join('docs', path));
  return ['README.md', ...below.sort()].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}
