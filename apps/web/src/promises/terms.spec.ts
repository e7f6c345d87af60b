import { isTerms, termsInput } from './terms';

describe('what a promise says beside its words', () => {
  it('is sent of a promise alone', () => {
    const pledge = { to: { id: 'employee_1', name: 'Samira' }, dueOn: '2026-12-01' };
    expect(termsInput({ kind: 'pledge', pledge })).toEqual({
      kind: 'pledge',
      pledge: { dueOn: '2026-12-01', toId: 'employee_1' },
    });
    expect(termsInput({ kind: 'pledge', pledge: { ...pledge, to: null } }).pledge).toEqual({
      dueOn: '2026-12-01',
    });
    for (const kind of ['update', 'question']) expect(termsInput({ kind, pledge })).toEqual({});
    expect(termsInput({ pledge })).toEqual({});
  });

  it.each([
    [undefined, true],
    [{ to: null, dueOn: '' }, true],
    [{ to: { id: 'a', name: 'b' }, dueOn: 'x' }, true],
    [null, false],
    ['promise', false],
    [{ dueOn: '' }, false],
    [{ to: null }, false],
    [{ to: { id: 'a' }, dueOn: '' }, false],
  ])('kept in a tab, %j is read again: %s', (value, read) => {
    expect(isTerms(value)).toBe(read);
  });
});
