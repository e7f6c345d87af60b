import { tried } from '@courtyard/testing';
import 'reflect-metadata';
import { decide, purposeRule } from '@courtyard/catalogue';
import { type CellAskedFor, DISCLOSURE_RULES, isReleased } from '@courtyard/egress';
import {
  consentsAt,
  everyCircumstance,
  everyConsent,
  type Point,
  questionAt,
} from '../../libs/platform/catalogue/src/decision-space.js';

/** The same question, as the application asks CASL. */
function cellAt(point: Point): CellAskedFor {
  const { field, policy, cell, purpose, recipient } = questionAt(point);
  const consents = consentsAt(point);
  const state = (person: string, item?: string) =>
    consents.stateOf(person, purpose, recipient.id, `${field.entity}.${field.name}`, item);
  return {
    purpose,
    category: recipient.category,
    switchedOff: policy.switchedOff.includes(purpose),
    basis: policy.basis[purpose] ?? null,
    opened: policy.opened.length > 0,
    asked: field.asked,
    sensitivity: field.sensitivity,
    audience: cell.audience,
    unmarked: cell.unmarked,
    persons: cell.persons.map(({ person, kind, restricted, objectedTo }) => ({
      kind,
      restricted,
      objects: objectedTo.includes(purpose),
      toField: state(person),
      toItem: state(person, cell.item),
    })),
  };
}

type Rules = typeof DISCLOSURE_RULES;

/** Points at which CASL and the reference differ; other purposes than those of consent are no disclosures, and release nothing. */
function differences(rules: Rules, points: Iterable<Point>, most = Number.POSITIVE_INFINITY) {
  let cases = 0;
  let released = 0;
  const found: Point[] = [];
  for (const point of points) {
    const isDisclosure = purposeRule(point.purpose) === 'consent';
    const expected = isDisclosure && decide(questionAt(point), consentsAt(point)).released;
    if (isReleased(cellAt(point), rules) !== expected) found.push(point);
    if (expected) released++;
    cases++;
    if (found.length >= most) break;
  }
  return { cases, released, found };
}

describe('the rules of a disclosure, stated for CASL', () => {
  test('agree with the reference on everything a person can have said', () => {
    const { cases, released, found } = differences(DISCLOSURE_RULES, everyConsent());
    expect(found.slice(0, 3)).toEqual([]);
    tried(cases);
    expect(cases).toBe(18 * 20 * 4 * 2 * 121);
    expect(released).toBeGreaterThan(1_000);
  });

  test('agree with the reference in every adverse circumstance, alone and in pairs', () => {
    const { cases, released, found } = differences(DISCLOSURE_RULES, everyCircumstance());
    expect(found.slice(0, 3)).toEqual([]);
    tried(cases);
    expect(cases).toBeGreaterThan(100_000);
    expect(released).toBeGreaterThan(1_000);
  });

  const conditions = [...new Set(DISCLOSURE_RULES.flatMap(({ conditions = {} }) => Object.keys(conditions)))];

  test.each(conditions)('control: rules that forget "%s" are caught', (forgotten) => {
    const careless = DISCLOSURE_RULES.map((rule) => {
      const { [forgotten]: _, ...conditions } = rule.conditions as Record<string, unknown>;
      return { ...rule, conditions };
    });
    const { found } = differences(careless, both(), 1);
    expect(found.length).toBe(1);
  });

  test('control: without persons everybody would agree', () => {
    const point = [...everyCircumstance()].find(
      ({ somebody, purpose, category }) => !somebody && purpose === 'research' && category === 'public',
    );
    if (!point) throw new Error('no such point');
    expect(isReleased(cellAt(point))).toBe(false);
    expect(cellAt(point).persons).toEqual([]);
  });
});

function* both(): Generator<Point> {
  yield* everyCircumstance();
  yield* everyConsent();
}
