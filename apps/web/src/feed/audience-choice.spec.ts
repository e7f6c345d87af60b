import { inputOf, outsidersByName, type PartChoice, sumOf, toggled } from './audience-choice';

const everyone: PartChoice = { kind: 'organisation', id: null, name: 'Kessler Pumps', count: 1240 };
const design: PartChoice = { kind: 'department', id: 'd1', name: 'Design', count: 42 };
const designBelow: PartChoice = { kind: 'department_below', id: 'd1', name: 'Design and below', count: 60 };
const bill: PartChoice = { kind: 'person', id: 'p1', name: 'Bill', count: 1 };

describe('choosing an audience', () => {
  it('adds a part and takes it back', () => {
    expect(toggled([design], bill)).toEqual([design, bill]);
    expect(toggled([design, bill], design)).toEqual([bill]);
  });

  it('never keeps the whole organisation silently beside a part', () => {
    expect(toggled([everyone], design)).toEqual([design]);
    expect(toggled([design, bill], everyone)).toEqual([everyone]);
  });

  it('takes a department with or without those below, not both', () => {
    expect(toggled([design, bill], designBelow)).toEqual([bill, designBelow]);
    expect(toggled([designBelow], design)).toEqual([design]);
  });

  it('keeps a circle to people and other circles', () => {
    const circle: PartChoice = { kind: 'circle', id: 'k1', name: 'Football', count: 4 };
    const other: PartChoice = { kind: 'circle', id: 'k2', name: 'Chess', count: 2 };
    expect(toggled([design, bill], circle)).toEqual([bill, circle]);
    expect(toggled([bill, circle], other)).toEqual([bill, circle, other]);
    expect(toggled([circle, bill], design)).toEqual([bill, design]);
  });

  it('sends kind and id only, and no id for the organisation', () => {
    expect(inputOf([everyone, bill])).toEqual([{ kind: 'organisation' }, { kind: 'person', id: 'p1' }]);
  });
});

describe('the sum', () => {
  it('says how many are in both of two parts', () => {
    expect(sumOf({ count: 61, parts: [{ count: 43 }, { count: 21 }] })).toEqual({
      added: 64,
      count: 61,
      inBoth: 3,
    });
  });

  it('does not pretend to know it for three', () => {
    expect(sumOf({ count: 61, parts: [{ count: 42 }, { count: 1 }, { count: 21 }] })?.inBoth).toBeNull();
  });

  it('is silent where nobody is counted twice', () => {
    expect(sumOf({ count: 43, parts: [{ count: 42 }, { count: 1 }] })).toBeNull();
    expect(sumOf({ count: 42, parts: [{ count: 42 }] })).toBeNull();
  });
});

describe('leaving outsiders out', () => {
  const guest = { kind: 'person' as const, outside: 1 };
  const inside = { kind: 'department' as const, outside: 0 };

  it('is offered when they were chosen by name', () => {
    expect(outsidersByName({ outside: 1, parts: [inside, guest] })).toEqual([guest]);
  });

  it('is not offered when a group brings them, or when nobody would be left', () => {
    const launch = { kind: 'community' as const, outside: 4 };
    expect(outsidersByName({ outside: 5, parts: [inside, guest, launch] })).toBeNull();
    expect(outsidersByName({ outside: 1, parts: [guest] })).toBeNull();
    expect(outsidersByName({ outside: 0, parts: [inside] })).toBeNull();
  });
});
