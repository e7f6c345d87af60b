import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestColumns } from './manifest-columns.js';

const column = (released: number) => ({
  field: 'Employee.name',
  cells: 158,
  released,
  withheld: { restricted: 0, withheld: 158 - released },
});

test('one person more or fewer does not show in a manifest', () => {
  const told = (released: number) => JSON.stringify(manifestColumns([column(released)]));
  for (const released of [1, 5, 9]) expect(told(released)).toBe(told(0));
  for (const released of [13, 19]) expect(told(released)).toBe(told(10));
  // The negative control: a ten that is crossed does show.
  expect(told(20)).not.toBe(told(19));
});

test('the process that sends counts its manifests so, and in no other way', () => {
  const delivery = readFileSync(
    join(__dirname, '../../../../apps/egress/src/disclosure/delivery.ts'),
    'utf8',
  );
  expect(delivery).toContain('columns: manifestColumns(columns)');
  expect(delivery).not.toContain('presentColumn');
});
