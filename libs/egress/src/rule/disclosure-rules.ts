import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from '@casl/ability';
import {
  CONSENT_STATES,
  type ConsentState,
  forbids,
  type LawfulBasis,
  type Purpose,
  permits,
  type RecipientCategory,
  SENSITIVITIES,
  type Sensitivity,
} from '@courtyard/catalogue';
import { DISCLOSED_PURPOSES, SERVED } from '../wall/standing.js';

/** One person concerned by a cell, and what they said of it. */
export interface PersonTold {
  readonly kind: 'employee' | 'guest' | 'external';
  readonly restricted: boolean;
  /** Whether they object to the purpose, on whatever basis it rests. */
  readonly objects: boolean;
  readonly toField: ConsentState;
  readonly toItem: ConsentState;
}

/** One cell of one disclosure, by what matters for deciding; never its value. */
export interface CellAskedFor {
  readonly purpose: Purpose;
  readonly category: RecipientCategory;
  readonly switchedOff: boolean;
  /** Null where the purpose rests on nothing. */
  readonly basis: LawfulBasis | null;
  readonly opened: boolean;
  /** Whether people can be asked about the field at all. */
  readonly asked: boolean;
  readonly sensitivity: Sensitivity;
  readonly audience: 'organisation' | 'narrower';
  readonly unmarked: boolean;
  readonly persons: readonly PersonTold[];
}

const YES = CONSENT_STATES.filter(permits);
/** Whatever is no said no. Listed, so that a state added later is not among them by itself. */
const NOT_NO = CONSENT_STATES.filter((state) => !forbids(state));
const BASES: readonly LawfulBasis[] = ['consent', 'contract', 'legal-obligation', 'legitimate-interest'];

/**
 * The rules of a disclosure as data (privacy-model.md sections 1, 3 and 5): additive, closed by default, one `release` a purpose
 * and recipient category that can be served at all, and two ways in which one person can `agree`.
 */
export const DISCLOSURE_RULES: readonly RawRuleOf<MongoAbility>[] = [
  ...DISCLOSED_PURPOSES.flatMap((purpose) =>
    SERVED.map((category) => ({
      action: 'release',
      subject: 'Cell',
      conditions: {
        purpose,
        category,
        switchedOff: false,
        basis: { $in: BASES },
        opened: true,
        asked: true,
        unmarked: false,
      },
    })),
  ),
  ...agreeing({ toItem: { $in: YES }, toField: { $in: NOT_NO } }),
  ...agreeing({
    toField: { $in: YES },
    toItem: { $in: NOT_NO },
    sensitivity: { $in: SENSITIVITIES.filter((sensitivity) => sensitivity !== 'special') },
    audience: 'organisation',
  }),
];

/** An objection counts where the purpose rests on legitimate interest. */
function agreeing(said: object): RawRuleOf<MongoAbility>[] {
  const base = { kind: 'employee', restricted: false, ...said };
  return [
    { action: 'agree', subject: 'Person', conditions: { ...base, objects: false } },
    {
      action: 'agree',
      subject: 'Person',
      conditions: {
        ...base,
        objects: true,
        basis: { $in: BASES.filter((basis) => basis !== 'legitimate-interest') },
      },
    },
  ];
}

/** What the organisation's word on a field depends on, before any person is asked. */
export type FieldAskedFor = Pick<
  CellAskedFor,
  'purpose' | 'category' | 'switchedOff' | 'basis' | 'opened' | 'asked'
>;

/** Whether people's own words decide at all. */
export function isOpen(field: FieldAskedFor): boolean {
  return abilityOf(DISCLOSURE_RULES).can('release', subject('Cell', { ...field, unmarked: false }));
}

/**
 * Whether a cell may leave, as the application decides it with CASL. A cell that concerns nobody is nobody's to give.
 * `decide` of the catalogue is the reference, SQL and PostgreSQL's privileges are the others; tests hold all four together.
 */
export function isReleased(
  cell: CellAskedFor,
  rules: readonly RawRuleOf<MongoAbility>[] = DISCLOSURE_RULES,
): boolean {
  const ability = abilityOf(rules);
  const { persons, sensitivity, audience, basis } = cell;
  return (
    ability.can('release', subject('Cell', { ...cell })) &&
    persons.length > 0 &&
    persons.every((person) =>
      ability.can('agree', subject('Person', { ...person, sensitivity, audience, basis })),
    )
  );
}

const abilities = new WeakMap<readonly RawRuleOf<MongoAbility>[], MongoAbility>();

function abilityOf(rules: readonly RawRuleOf<MongoAbility>[]): MongoAbility {
  const known = abilities.get(rules) ?? createMongoAbility([...rules]);
  abilities.set(rules, known);
  return known;
}
