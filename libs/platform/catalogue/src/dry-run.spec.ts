import { EmptyConsentReader } from './consent-reader.js';
import { CIRCUMSTANCES, consentsAt, type Point, questionAt } from './decision-space.js';
import { type DryRunColumn, decideCells } from './dry-run.js';
import { presentColumn, presentCount } from './present.js';

const POINT = {
  ...Object.fromEntries(CIRCUMSTANCES.map((name) => [name, true])),
  purpose: 'partner-sharing',
  category: 'business-partner',
  sensitivity: 'low',
  audience: 'organisation',
  toField: 'given',
  toItem: 'never_asked',
} as unknown as Point;

function asked(count: number, over: Partial<Point> = {}, name = 'body') {
  const { field, cell } = questionAt({ ...POINT, ...over });
  return Array.from({ length: count }, () => ({ field: { ...field, name }, cell }));
}

describe('a dry run', () => {
  it('counts outcomes by field, and holds nothing else', () => {
    const cells = [
      ...asked(12),
      ...asked(3, { unanimous: false }),
      ...asked(2, { unrestricted: false }),
      ...asked(4, {}, 'title'),
    ];
    expect(decideCells(questionAt(POINT), cells, consentsAt(POINT))).toEqual({
      purpose: 'partner-sharing',
      recipient: 'recipient',
      nobodyCanHaveSpoken: false,
      columns: [
        { field: 'Post.body', cells: 17, released: 12, withheld: { withheld: 3, restricted: 2 } },
        { field: 'Post.title', cells: 4, released: 0, withheld: { policy: 4 } },
      ],
    });
  });

  it('withholds all while nobody can have consented', () => {
    const run = decideCells(questionAt(POINT), asked(158), new EmptyConsentReader());
    expect(run).toMatchObject({
      nobodyCanHaveSpoken: true,
      columns: [{ cells: 158, released: 0, withheld: { withheld: 158 } }],
    });
    expect(run.columns.map((column) => presentColumn(column, run))).toEqual([
      { field: 'Post.body', cells: '158', released: '0', withheld: { withheld: '158' } },
    ]);
  });
});

describe('what people read of it', () => {
  const live = { nobodyCanHaveSpoken: false };
  const column = (released: number, withheld: DryRunColumn['withheld']): DryRunColumn => ({
    field: 'Post.body',
    cells: Object.values(withheld).reduce((sum, count) => sum + count, released),
    released,
    withheld,
  });

  it('tells no count below ten', () => {
    expect([0, 1, 9, 10, 158].map(presentCount)).toEqual([
      'fewer than ten',
      'fewer than ten',
      'fewer than ten',
      '10',
      '158',
    ]);
  });

  it('tells what follows from the request as it is', () => {
    expect(presentColumn(column(0, { recipient_never: 158 }), live)).toEqual({
      field: 'Post.body',
      cells: '158',
      released: '0',
      withheld: { recipient_never: '158' },
    });
  });

  it('does not let a hidden count be had by subtraction', () => {
    const some = presentColumn(column(155, { withheld: 3 }), live);
    expect(some).toMatchObject({ cells: '158', released: 'the rest' });
    expect(some.withheld).toEqual({ restricted: 'fewer than ten', withheld: 'fewer than ten' });
  });

  it('reads alike whether nobody or a few said no', () => {
    expect(presentColumn(column(158, {}), live)).toEqual(
      presentColumn(column(150, { withheld: 5, restricted: 3 }), live),
    );
    expect(presentColumn(column(0, { withheld: 158 }), live)).toEqual(
      presentColumn(column(9, { withheld: 149 }), live),
    );
  });

  it('tells large parts where every part is large', () => {
    expect(presentColumn(column(100, { withheld: 50, restricted: 10 }), live)).toEqual({
      field: 'Post.body',
      cells: '160',
      released: '100',
      withheld: { restricted: '10', withheld: '50' },
    });
  });
});
