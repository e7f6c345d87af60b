import { KnownRows, type SharedRow, SharedRows } from './shared-row.js';

/** Where in a line stands what is the same for all; before it a number, behind it what is somebody's own. */
const SHARED = [1, 2];
const made = (name: string) => ({ name }) as unknown as SharedRow;

describe('a row that several statements read', () => {
  it('is one object as long as each cell is the same, whatever is somebody’s own', () => {
    const known = new KnownRows();
    const first = known.same(['1', 'a', null, 'mine'], SHARED, () => made('first'));
    expect(known.same(['7', 'a', null, 'yours'], SHARED, () => made('another'))).toBe(first);
  });

  it.each([
    ['another word', ['1', 'b', null]],
    ['a word where there was none', ['1', 'a', '']],
    ['nothing where there was a word', ['1', null, null]],
  ])('is another one with %s', (_, line) => {
    const known = new KnownRows();
    const first = known.same(['1', 'a', null], SHARED, () => made('first'));
    const other = known.same(line, SHARED, () => made('other'));
    expect(other).not.toBe(first);
    expect(known.same(['2', 'a', null], SHARED, () => made('again'))).toBe(first);
  });

  it('is nobody else’s: another statement knows nothing of it, nor does anybody after the last was read', () => {
    const rows = new SharedRows();
    const row = rows.of('one').same(['1', 'a', 'b'], SHARED, () => made('one'));
    expect(rows.of('other').same(['1', 'a', 'b'], SHARED, () => made('other'))).not.toBe(row);
    rows.clear();
    expect(rows.of('one').same(['1', 'a', 'b'], SHARED, () => made('later'))).not.toBe(row);
  });

  it('is kept with few others', () => {
    const known = new KnownRows();
    const first = known.same(['1', 'first', null], SHARED, () => made('first'));
    for (let at = 0; at < 8; at++) known.same(['1', `${at}`, null], SHARED, () => made(`${at}`));
    expect(known.same(['1', 'first', null], SHARED, () => made('anew'))).not.toBe(first);
  });
});
