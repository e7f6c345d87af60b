import type { AccessKind, Basis, Purpose } from './event.js';

/** Why something was done, in the closed list of purposes, and by which right. */
export interface Grounds {
  readonly purpose: Purpose;
  readonly basis: Basis;
}

export type GroundsOf = (kind: AccessKind | 'security', operation: string) => Grounds;

/**
 * An internal network rests on legitimate interest (Art. 6(1)(f) GDPR); showing a guarded field is the directory's work,
 * refusals, sign-ins and who took the log along are kept to secure the house (privacy-model.md section 3).
 */
export const usualGrounds: GroundsOf = (kind, operation) => ({
  purpose:
    kind === 'denied' || kind === 'security' || operation === 'exportLog'
      ? 'security'
      : operation === 'reveal'
        ? 'directory'
        : 'collaboration',
  basis: 'legitimate-interest',
});
