import * as fc from 'fast-check';
import { SENSITIVITIES } from './categories.js';
import { CONSENT_STATES } from './consent-reader.js';
import { type Decision, decide, REASONS } from './decide.js';
import {
  CIRCUMSTANCES,
  type Circumstance,
  consentsAt,
  everyCircumstance,
  everyConsent,
  type Point,
  questionAt,
} from './decision-space.js';
import { PURPOSE_NAMES, type Purpose } from './purposes.js';
import { RECIPIENT_CATEGORY_NAMES } from './recipients.js';

/**
 * A second answer, written from the tables of privacy-model.md and not from the code: who can be served with what at all.
 * P purpose never, R recipient never, . closed; small letters are the ways of `OPEN_IF`. Columns: self, audience member,
 * manager, HR, compliance officer, works council | IT operator | processor, sub-processor | group company, business
 * partner, research body | authority | public, AI provider | marketing, data broker, insurer, credit agency, unknown owner.
 */
const GRID: Record<Purpose, string> = {
  collaboration: 'siiiii . pp ... . .. RRRRR',
  search: 'siiiii . pp ... . .. RRRRR',
  directory: 'siiiii . pp ... . .. RRRRR',
  security: '...... o pp ... . .. RRRRR',
  rights: 'r..... . qq ... . .. RRRRR',
  legal: '...... . .. ... . .. RRRRR',
  statistics: '.ggggg . .. ... . .. RRRRR',
  monitoring: '...... . .. ... . .. RRRRR',
  'performance-evaluation': '...... . .. ... . .. RRRRR',
  research: '.ccccc . .. ccc . cc RRRRR',
  'employer-brand': '.ccccc . .. ccc . cc RRRRR',
  'partner-sharing': '.ccccc . .. ccc . cc RRRRR',
  'third-party-service': '.ccccc . .. ccc . cc RRRRR',
  'ai-training': '.ccccc . .. ccc . cc RRRRR',
  marketing: 'PPPPPP P PP PPP P PP PPPPP',
  advertising: 'PPPPPP P PP PPP P PP PPPPP',
  'insurance-or-credit-scoring': 'PPPPPP P PP PPP P PP PPPPP',
  sale: 'PPPPPP P PP PPP P PP PPPPP',
};

const OPEN_IF: Record<string, readonly Circumstance[]> = {
  s: ['switchedOn', 'basis', 'collected', 'owned', 'somebody'],
  r: ['switchedOn', 'basis', 'owned', 'somebody'],
  i: ['switchedOn', 'basis', 'collected', 'inAudience', 'unguarded'],
  p: ['switchedOn', 'basis', 'collected', 'contract'],
  q: ['switchedOn', 'basis', 'contract'],
  o: ['switchedOn', 'basis', 'collected', 'contentless'],
  g: ['switchedOn', 'basis', 'collected'],
  c: ['switchedOn', 'basis', 'opened', 'asked'],
};

const YES = ['given', 'renewed'];
const NO = ['refused', 'withdrawn', 'revoked'];

function oracle(point: Point): string {
  const row = GRID[point.purpose].replaceAll(' ', '');
  const way = row[RECIPIENT_CATEGORY_NAMES.indexOf(point.category)] ?? '?';
  if (way === 'P') return 'purpose_never';
  if (way === 'R') return 'recipient_never';
  const conditions = OPEN_IF[way];
  if (conditions?.every((name) => point[name]) !== true) return 'policy';
  if (way === 'g' && !point.large) return 'small_group';
  if (point.somebody && !point.unrestricted) return 'restricted';
  if (point.somebody && !point.unobjected) return 'withheld';
  return way !== 'c' || oracleAgrees(point) ? 'released' : 'withheld';
}

function oracleAgrees(point: Point): boolean {
  const { toField, toItem } = point;
  if (!point.somebody || !point.marked || !point.employeesOnly || !point.unanimous) return false;
  if (NO.includes(toField) || NO.includes(toItem)) return false;
  if (YES.includes(toItem)) return true;
  return YES.includes(toField) && point.sensitivity !== 'special' && point.audience !== 'narrower';
}

function word(decision: Decision): string {
  return decision.released ? 'released' : decision.reason;
}

function decideAt(point: Point): string {
  return word(decide(questionAt(point), consentsAt(point)));
}

function disagreements(points: Iterable<Point>, decider = decideAt): Point[] {
  const found: Point[] = [];
  for (const point of points) {
    if (decider(point) !== oracle(point)) found.push(point);
    if (found.length === 10) break;
  }
  return found;
}

const points: fc.Arbitrary<Point> = fc
  .record({
    ...(Object.fromEntries(CIRCUMSTANCES.map((name) => [name, mostlyTrue()])) as Record<
      Circumstance,
      fc.Arbitrary<boolean>
    >),
    purpose: fc.constantFrom(...PURPOSE_NAMES),
    category: fc.constantFrom(...RECIPIENT_CATEGORY_NAMES),
    sensitivity: fc.constantFrom(...SENSITIVITIES),
    audience: fc.constantFrom('organisation' as const, 'narrower' as const),
    toField: fc.constantFrom(...CONSENT_STATES),
    toItem: fc.constantFrom(...CONSENT_STATES),
  })
  .map((point): Point => point);

/** Coins would bury the released cells under refusals. */
function mostlyTrue(): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 9 }).map((n) => n > 0);
}

describe('decide against an independently written table', () => {
  it('has a column for each category of recipient in the table', () => {
    for (const purpose of PURPOSE_NAMES) {
      expect(GRID[purpose].replaceAll(' ', '')).toHaveLength(RECIPIENT_CATEGORY_NAMES.length);
    }
  });

  it('agrees on every word people can have said', () => {
    expect(disagreements(everyConsent())).toEqual([]);
  });

  it('agrees on every single and every pair of adverse circumstances', () => {
    expect(disagreements(everyCircumstance())).toEqual([]);
  });

  it('agrees on any mixture', () => {
    void fc.assert(
      fc.property(points, (point) => decideAt(point) === oracle(point)),
      { numRuns: 20_000 },
    );
  });

  it('meets every outcome, so that agreement is about something', () => {
    const met = new Set<string>();
    for (const point of everyCircumstance()) met.add(oracle(point));
    for (const point of everyConsent()) met.add(oracle(point));
    expect([...met].sort()).toEqual(['released', ...REASONS].sort());
  });

  it('notices a decider that asks in another order', () => {
    const policyFirst = (point: Point) => (point.switchedOn ? decideAt(point) : 'policy');
    expect(disagreements(everyCircumstance(), policyFirst)).not.toEqual([]);
  });
});

describe('a refusal', () => {
  const refusals = fc.constantFrom(
    ...CIRCUMSTANCES.filter((name) => name !== 'somebody'),
    'toField',
    'toItem',
  );
  const outcomes = [...REASONS, 'released'];

  it('never releases more, and never makes the reason a later one', () => {
    void fc.assert(
      fc.property(points, refusals, fc.constantFrom('refused', 'withdrawn', 'revoked'), (point, what, no) => {
        const refused = { ...point, [what]: what === 'toField' || what === 'toItem' ? no : false } as Point;
        return outcomes.indexOf(decideAt(refused)) <= outcomes.indexOf(decideAt(point));
      }),
      { numRuns: 20_000 },
    );
  });
});
