import { tried } from '@courtyard/testing';
import { type ConsentReader, EmptyConsentReader, permits } from './consent-reader.js';
import { type Decision, decide, REASONS } from './decide.js';
import { consentsAt, everyCircumstance, everyConsent, type Point, questionAt } from './decision-space.js';
import type { Question } from './question.js';

type Decider = (question: Question, consents: ConsentReader) => Decision;

const NEVER_PURPOSES = ['marketing', 'advertising', 'insurance-or-credit-scoring', 'sale'];
const NEVER_RECIPIENTS = [
  'marketing-or-advertising-party',
  'data-broker',
  'insurer',
  'credit-agency',
  'unknown-owner',
];
const CLOSED_PURPOSES = ['legal', 'monitoring', 'performance-evaluation'];
const CONSENT_PURPOSES = [
  'research',
  'employer-brand',
  'partner-sharing',
  'third-party-service',
  'ai-training',
];
const INSIDE = [
  'self',
  'audience-member',
  'manager',
  'hr',
  'compliance-officer',
  'works-council',
  'it-operator',
];
const PROCESSORS = ['processor', 'sub-processor'];

/** What must hold of an answer; each is a sentence of privacy-model.md sections 3 to 5. */
const STATEMENTS: Record<string, (point: Point, decision: Decision) => boolean> = {
  'one outcome and no other': (_, decision) =>
    decision.released
      ? Object.keys(decision).join() === 'released'
      : Object.keys(decision).sort().join() === 'reason,released' && REASONS.includes(decision.reason),
  'a purpose that is never, is never, and says so first': ({ purpose }, decision) =>
    !NEVER_PURPOSES.includes(purpose) || is(decision, 'purpose_never'),
  'a recipient that is never, is never, and says so next': ({ purpose, category }, decision) =>
    NEVER_PURPOSES.includes(purpose) ||
    !NEVER_RECIPIENTS.includes(category) ||
    is(decision, 'recipient_never'),
  'what is not built, and monitoring, is closed': ({ purpose, category }, decision) =>
    !(CLOSED_PURPOSES.includes(purpose) || category === 'authority') || !decision.released,
  'a third party gets nothing without a yes': (point, decision) =>
    !isThirdParty(point) || !decision.released || permits(point.toField) || permits(point.toItem),
  'a third party gets nothing the organisation did not open': (point, decision) =>
    !isThirdParty(point) ||
    !decision.released ||
    (point.opened && point.asked && point.switchedOn && point.basis),
  'a third party is served by consent purposes only': (point, decision) =>
    !isThirdParty(point) || !decision.released || CONSENT_PURPOSES.includes(point.purpose),
  'what is special needs a yes to the item': (point, decision) =>
    !byConsent(point, decision) || point.sensitivity !== 'special' || permits(point.toItem),
  'a narrower audience needs a yes to the item': (point, decision) =>
    !byConsent(point, decision) || point.audience === 'organisation' || permits(point.toItem),
  'all persons concerned agree': (point, decision) => !byConsent(point, decision) || point.unanimous,
  'an external person cannot agree': (point, decision) => !byConsent(point, decision) || point.employeesOnly,
  'nobody is not everybody': (point, decision) => !byConsent(point, decision) || point.somebody,
  'plain text waits for its author': (point, decision) => !byConsent(point, decision) || point.marked,
  'a processor works on contract, inside purposes': (point, decision) =>
    !PROCESSORS.includes(point.category) ||
    !decision.released ||
    (point.contract && !CONSENT_PURPOSES.includes(point.purpose) && point.purpose !== 'statistics'),
  'an operator gets no content': (point, decision) =>
    point.category !== 'it-operator' ||
    !decision.released ||
    (point.contentless && point.purpose === 'security'),
  'restriction blocks': (point, decision) => point.unrestricted || !point.somebody || !decision.released,
  'statistics are of ten or more': (point, decision) =>
    point.purpose !== 'statistics' || !decision.released || point.large,
  'small groups are judged for statistics only': (point, decision) =>
    point.purpose === 'statistics' || !is(decision, 'small_group'),
};

function is(decision: Decision, reason: string): boolean {
  return !decision.released && decision.reason === reason;
}

function isThirdParty({ category }: Point): boolean {
  return !INSIDE.includes(category) && !PROCESSORS.includes(category);
}

function byConsent({ purpose }: Point, decision: Decision): boolean {
  return decision.released && CONSENT_PURPOSES.includes(purpose);
}

function* everyPoint(): Generator<Point> {
  yield* everyCircumstance();
  yield* everyConsent();
}

function decideAt(decider: Decider, point: Point): Decision {
  return decider(questionAt(point), consentsAt(point));
}

function isBroken(decider: Decider, holds: (point: Point, decision: Decision) => boolean): boolean {
  for (const point of everyPoint()) {
    if (!holds(point, decideAt(decider, point))) return true;
  }
  return false;
}

describe('decide, over every purpose, recipient, field and consent', () => {
  it('keeps every statement', () => {
    const statements = Object.entries(STATEMENTS);
    const broken = new Set<string>();
    let cells = 0;
    let released = 0;
    for (const point of everyPoint()) {
      const decision = decideAt(decide, point);
      cells += 1;
      if (decision.released) released += 1;
      for (const [statement, holds] of statements) {
        if (!holds(point, decision)) broken.add(statement);
      }
    }
    expect([...broken]).toEqual([]);
    tried(cells);
    expect(cells).toBeGreaterThan(500_000);
    expect(released).toBeGreaterThan(1_000);
  });

  it('releases nothing by consent while nobody can have given one: absence is no', () => {
    const empty = new EmptyConsentReader();
    let released = 0;
    for (const point of everyCircumstance()) {
      if (byConsent(point, decide(questionAt(point), empty))) released += 1;
    }
    expect(released).toBe(0);
  });
});

/** Each decider forgets one thing; the enumeration must notice, by the sentence that names it. */
const FORGETFUL: Record<string, Decider> = {
  'one outcome and no other': () => ({ released: false, reason: 'because' as never }),
  'a purpose that is never, is never, and says so first': (question, consents) =>
    decide(NEVER_PURPOSES.includes(question.purpose) ? asResearch(question) : question, consents),
  'a recipient that is never, is never, and says so next': (question, consents) =>
    decide(
      NEVER_RECIPIENTS.includes(question.recipient.category)
        ? { ...question, recipient: { ...question.recipient, category: 'business-partner' } }
        : question,
      consents,
    ),
  'what is not built, and monitoring, is closed': (question, consents) =>
    decide(question.purpose === 'monitoring' ? as(question, 'collaboration') : question, consents),
  'a third party gets nothing without a yes': (question) =>
    decide(question, { nobodyCanHaveSpoken: false, stateOf: () => 'given' }),
  'a third party gets nothing the organisation did not open': (question, consents) => {
    const { purpose, recipient } = question;
    const opened = [{ purpose, recipient: recipient.id, fields: ['Post.body'] }];
    return decide({ ...question, policy: { ...question.policy, opened } }, consents);
  },
  'a third party is served by consent purposes only': (question, consents) =>
    decide(question.purpose === 'search' ? asResearch(question) : question, consents),
  'what is special needs a yes to the item': (question, consents) =>
    decide({ ...question, field: { ...question.field, sensitivity: 'high' } }, consents),
  'a narrower audience needs a yes to the item': (question, consents) =>
    decide({ ...question, cell: { ...question.cell, audience: 'organisation' } }, consents),
  'all persons concerned agree': (question, consents) =>
    decide({ ...question, cell: { ...question.cell, persons: question.cell.persons.slice(0, 1) } }, consents),
  'an external person cannot agree': (question, consents) => {
    const persons = question.cell.persons.map((person) => ({ ...person, kind: 'employee' as const }));
    return decide({ ...question, cell: { ...question.cell, persons } }, consents);
  },
  'nobody is not everybody': (question, consents) => {
    const decision = decide(question, consents);
    const vacuous = question.cell.persons.length === 0 && is(decision, 'withheld');
    return vacuous ? { released: true } : decision;
  },
  'plain text waits for its author': (question, consents) =>
    decide({ ...question, cell: { ...question.cell, unmarked: false } }, consents),
  'a processor works on contract, inside purposes': (question, consents) =>
    decide(
      question.recipient.category === 'processor'
        ? { ...question, recipient: { ...question.recipient, category: 'business-partner' } }
        : question,
      consents,
    ),
  'an operator gets no content': (question, consents) =>
    decide({ ...question, field: { ...question.field, category: 'pd:IPAddress' } }, consents),
  'restriction blocks': (question, consents) => {
    const persons = question.cell.persons.map((person) => ({ ...person, restricted: false }));
    return decide({ ...question, cell: { ...question.cell, persons } }, consents);
  },
  'statistics are of ten or more': (question, consents) =>
    decide({ ...question, cell: { ...question.cell, group: { size: 10, subtractable: false } } }, consents),
  'small groups are judged for statistics only': (question, consents) =>
    question.cell.group?.size === 9 ? { released: false, reason: 'small_group' } : decide(question, consents),
};

function asResearch(question: Question): Question {
  return as(question, 'research');
}

/** The question as if it were asked for a purpose whose policy stands as this one's does. */
function as(question: Question, purpose: Question['purpose']): Question {
  const { policy } = question;
  return {
    ...question,
    purpose,
    field: { ...question.field, purposes: [purpose] },
    policy: {
      switchedOff: policy.switchedOff.length > 0 ? [purpose] : [],
      basis: { [purpose]: 'legitimate-interest' },
      opened: policy.opened.map((opening) => ({ ...opening, purpose })),
    },
  };
}

describe('the enumeration notices a decider that forgets', () => {
  it('has a forgetful decider for every statement', () => {
    expect(Object.keys(FORGETFUL).sort()).toEqual(Object.keys(STATEMENTS).sort());
  });

  it.each(Object.entries(FORGETFUL))('%s', (statement, decider) => {
    const holds = STATEMENTS[statement];
    expect(isBroken(decider, (point, decision) => holds?.(point, decision) ?? true)).toBe(true);
  });
});
