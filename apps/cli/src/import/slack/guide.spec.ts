import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from './reason.js';
import { IMPORT_FAULTS } from './slack.errors.js';

const guide = readFileSync(join(__dirname, '../../../../../docs/guides/moving-in-from-slack.md'), 'utf8');

/** The rows of the table below a marker, as [code, sentence]. */
function rowsBelow(marker: string): string[][] {
  const section = guide.split(`<!-- ${marker} -->`)[1]?.split('<!--')[0] ?? '';
  return Array.from(section.matchAll(/^\| `([\w.]+)` \| (.+) \|$/gm), (row) => row.slice(1, 3));
}

describe('the guide for operators', () => {
  it.each([
    ['reasons', REASONS],
    ['faults', IMPORT_FAULTS],
  ])('has the table of %s exactly as the code has it', (marker, table) => {
    expect(rowsBelow(marker)).toEqual(Object.entries(table));
    expect(Object.keys(table).length).toBeGreaterThan(10);
  });
});
