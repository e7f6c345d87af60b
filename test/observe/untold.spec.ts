import 'reflect-metadata';
import { DECISION, type Decision } from '@courtyard/access';
import { Consent, ConsentAsk, ProcessingLimit } from '@courtyard/consent';
import { methodsOf, rootOperationsOf } from '@courtyard/graphql';
import { resolvers } from '../../apps/api/src/resolvers.js';

/** What somebody read, or says about their own data, and what comes before one answer and not before another. */
const UNTOLD = [
  'acknowledge',
  'answerConsent',
  'askedOfMe',
  'beginPasskeyAssertion',
  'consentReceipt',
  'deferConsent',
  'eraseMovedIn',
  'itemsOfMine',
  'leftAboutMe',
  'lookedAtMe',
  'myConsents',
  'myLimits',
  'object',
  'reauthenticate',
  'reauthenticateWithPasskey',
  'restrictProcessing',
  'takePraiseBack',
  'withdrawConsent',
  'wouldLeaveAboutMe',
];

const all = resolvers.flatMap((resolver) => rootOperationsOf(resolver));

test('exactly these operations leave no line, number or trace', () => {
  expect(
    all
      .filter(({ untold }) => untold)
      .map(({ field }) => field)
      .sort(),
  ).toEqual(UNTOLD);
});

test('none is forgotten that is decided by what somebody said, was asked, or restricted', () => {
  const own = new Set<unknown>([Consent, ConsentAsk, ProcessingLimit]);
  const about = resolvers.flatMap((resolver) =>
    methodsOf(resolver).flatMap(([method, handler]) => {
      const decision = Reflect.getMetadata(DECISION, handler) as Decision | undefined;
      return decision?.kind === 'can' && own.has(decision.entity) ? [method] : [];
    }),
  );
  expect(about.length).toBeGreaterThan(5);
  expect(about.filter((method) => !UNTOLD.includes(method))).toEqual([]);
});
