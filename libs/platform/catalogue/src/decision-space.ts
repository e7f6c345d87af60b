import { SENSITIVITIES, type Sensitivity } from './categories.js';
import { CONSENT_STATES, type ConsentReader, type ConsentState } from './consent-reader.js';
import type { Field } from './fields.js';
import { PURPOSE_NAMES, type Purpose } from './purposes.js';
import type { PersonConcerned, Question } from './question.js';
import { RECIPIENT_CATEGORY_NAMES, type RecipientCategory } from './recipients.js';

/**
 * The product over which deciders are tested against each other (privacy-model.md sections 5 and 9). Each circumstance is
 * named so that true is favourable to releasing; turning one to false is a refusal, except `somebody`.
 */
export const CIRCUMSTANCES = [
  'switchedOn',
  'basis',
  'opened',
  'asked',
  'collected',
  'unguarded',
  'contentless',
  'owned',
  'inAudience',
  'contract',
  'large',
  'unrestricted',
  'unobjected',
  'marked',
  'somebody',
  'employeesOnly',
  'unanimous',
] as const;
export type Circumstance = (typeof CIRCUMSTANCES)[number];

export interface Point extends Readonly<Record<Circumstance, boolean>> {
  readonly purpose: Purpose;
  readonly category: RecipientCategory;
  readonly sensitivity: Sensitivity;
  readonly audience: 'organisation' | 'narrower';
  /** What Ann, whom the cell is about, said of the field. */
  readonly toField: ConsentState;
  readonly toItem: ConsentState;
}

const FAVOURABLE = Object.fromEntries(CIRCUMSTANCES.map((name) => [name, true])) as Record<
  Circumstance,
  true
>;

/** Everything a person can have said, on every field, to everybody, for everything; the circumstances favourable. */
export function* everyConsent(): Generator<Point> {
  for (const basic of everyAsk()) {
    for (const toField of CONSENT_STATES) {
      for (const toItem of CONSENT_STATES) yield { ...basic, toField, toItem };
    }
  }
}

/** Every single adverse circumstance on every field, and every pair on an open one, for the words that differ in effect. */
export function* everyCircumstance(): Generator<Point> {
  const words = [
    { toField: 'never_asked', toItem: 'never_asked' },
    { toField: 'given', toItem: 'never_asked' },
    { toField: 'never_asked', toItem: 'renewed' },
  ] as const;
  for (const basic of everyAsk()) {
    const isOpen = basic.sensitivity === 'low' && basic.audience === 'organisation';
    for (const said of words) {
      for (const [at, first] of CIRCUMSTANCES.entries()) {
        for (const second of isOpen ? CIRCUMSTANCES.slice(at) : [first]) {
          yield { ...basic, ...said, [first]: false, [second]: false };
        }
      }
    }
  }
}

function* everyAsk(): Generator<Point> {
  for (const purpose of PURPOSE_NAMES) {
    for (const category of RECIPIENT_CATEGORY_NAMES) {
      for (const sensitivity of SENSITIVITIES) {
        for (const audience of ['organisation', 'narrower'] as const) {
          const words = { toField: 'never_asked', toItem: 'never_asked' } as const;
          yield { ...FAVOURABLE, ...words, purpose, category, sensitivity, audience };
        }
      }
    }
  }
}

/** The question a point stands for. */
export function questionAt(point: Point): Question {
  const { purpose, category } = point;
  const field: Field = {
    entity: 'Post',
    name: 'body',
    number: 1,
    category: point.contentless ? 'pd:AuthenticationHistory' : 'pd:SocialMediaCommunication',
    sensitivity: point.sensitivity,
    purposes: point.collected ? [purpose] : [],
    retention: 'until_withdrawn',
    guarded: !point.unguarded,
    asked: point.asked,
  };
  const contract = { reference: 'C-1', country: 'DE', transferTool: 'not needed', sharesGroup: false };
  return {
    purpose,
    field,
    recipient: {
      id: 'recipient',
      category,
      person: 'ann',
      ...(point.contract ? { contract: { ...contract, fields: ['Post.body'] } } : {}),
    },
    policy: {
      switchedOff: point.switchedOn ? [] : [purpose],
      basis: point.basis ? { [purpose]: 'legitimate-interest' } : {},
      opened: point.opened ? [{ purpose, recipient: 'recipient', fields: ['Post.body'] }] : [],
    },
    cell: {
      item: 'post-1',
      persons: personsAt(point),
      audience: point.audience,
      recipientInAudience: point.inAudience,
      unmarked: !point.marked,
      group: { size: point.large ? 10 : 9, subtractable: false },
    },
  };
}

function personsAt(point: Point): PersonConcerned[] {
  if (!point.somebody) return [];
  const ann: PersonConcerned = {
    person: 'ann',
    role: point.owned ? 'owner' : 'about',
    kind: 'employee',
    restricted: !point.unrestricted,
    objectedTo: point.unobjected ? [] : [point.purpose],
  };
  const plain = { role: 'about', restricted: false, objectedTo: [] } as const;
  return [
    ann,
    ...(point.employeesOnly ? [] : [{ ...plain, person: 'customer', kind: 'external' } as const]),
    ...(point.unanimous ? [] : [{ ...plain, person: 'ben', kind: 'employee' } as const]),
  ];
}

/** Ann and the customer have said what the point says; Ben was never asked. */
export function consentsAt(point: Point): ConsentReader {
  return {
    nobodyCanHaveSpoken: false,
    stateOf: (person, _purpose, _recipient, _field, item) => {
      if (person === 'ben') return 'never_asked';
      return item === undefined ? point.toField : point.toItem;
    },
  };
}
