import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Values = Readonly<Record<string, string | number>>;

/** The statements of a file of this folder, with `:name` replaced by values. They are ours: nothing is escaped. */
export function statementsOf(file: string, values: Values): string[] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8').replace(/^--.*$/gm, '');
  const names = Object.keys(values).sort((a, b) => b.length - a.length);
  const filled = text.replace(new RegExp(`(?<!:):(${names.join('|')})\\b`, 'g'), (_, name) =>
    String(values[name]),
  );
  return filled
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
