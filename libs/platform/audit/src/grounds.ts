import type { AccessKind, Basis, Purpose } from './event.js';

/** Why something was done, in the closed list of purposes, and by which right. */
export interface Grounds {
  readonly purpose: Purpose;
  readonly basis: Basis;
}

export type GroundsOf = (kind: AccessKind | 'security', operation: string) => Grounds;

/** Kept so that whoever is concerned, and whoever supervises, can have it shown: GDPR Art. 5(2), 7(1) and 24. */
const ACCOUNTED_FOR: Grounds = { purpose: 'rights', basis: 'legal-obligation' };

/**
 * An internal network rests on legitimate interest (Art. 6(1)(f) GDPR); showing a guarded field is the directory's work,
 * refusals, sign-ins and who took the log along are kept to secure the house. What somebody decided about themself, and what the
 * organisation allows to be asked of them, is kept for their rights; not for the purpose `legal`, which is a named law and a case
 * (privacy-model.md section 3).
 */
export const usualGrounds: GroundsOf = (kind, operation) => {
  if (kind === 'consent' || kind === 'policy') return ACCOUNTED_FOR;
  if (kind === 'denied' || kind === 'security' || operation === 'exportLog') return onInterest('security');
  return onInterest(operation === 'reveal' ? 'directory' : 'collaboration');
};

function onInterest(purpose: Purpose): Grounds {
  return { purpose, basis: 'legitimate-interest' };
}
