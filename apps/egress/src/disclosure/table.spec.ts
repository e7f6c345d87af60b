import { parse } from 'csv-parse/sync';
import { type ReleasedRow, tableOf } from './table.js';

const COLUMNS = ['Employee.name', 'Post.body'];
const rows: ReleasedRow[] = [
  { entity: 'Employee', ref: 'r1', cells: new Map([['Employee.name', 'Bill "the\npump" Kessler']]) },
  { entity: 'Post', ref: 'r2', cells: new Map([['Post.body', '=cmd|\'/C calc\'!A0, "x";=1']]) },
  { entity: 'Post', ref: 'r3', cells: new Map([['Post.body', '']]) },
];

test('CSV after RFC 4180: read back as it was, formulas as text, withheld apart from empty', () => {
  const table = tableOf('csv', COLUMNS);
  const text = table.head + table.page(rows);
  expect(text.split('\r\n').length).toBe(5);
  expect(parse(text)).toEqual([
    ['entity', 'ref', ...COLUMNS],
    ['Employee', 'r1', 'Bill "the\npump" Kessler', ''],
    ['Post', 'r2', '', "'=cmd|'/C calc'!A0, \"x\";'=1"],
    ['Post', 'r3', '', ''],
  ]);
  expect(text).toContain('"r1","Bill ""the\npump"" Kessler",\r\n');
  expect(text).toContain('"r3",,""\r\n');
});

test('JSON Lines: one object a line, words as they were written', () => {
  const table = tableOf('jsonl', COLUMNS);
  const lines = (table.head + table.page(rows)).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { entity: 'Employee', ref: 'r1', cells: { 'Employee.name': 'Bill "the\npump" Kessler' } },
    { entity: 'Post', ref: 'r2', cells: { 'Post.body': '=cmd|\'/C calc\'!A0, "x";=1' } },
    { entity: 'Post', ref: 'r3', cells: { 'Post.body': '' } },
  ]);
});

test.each(['csv', 'jsonl'] as const)('%s of nothing has no rows', (format) => {
  expect(tableOf(format, COLUMNS).page([])).toBe('');
});
