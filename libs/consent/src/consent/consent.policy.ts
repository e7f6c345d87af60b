import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Consent, type ConsentKind } from './consent.entity.js';

/** What takes a yes back or lets it fall. That a yes ran out is known from the yes. */
export const ENDS_A_YES = [
  'ConsentRefused',
  'ConsentWithdrawn',
  'ConsentRevoked',
  'ConsentInvalidated',
] as const satisfies readonly ConsentKind[];

/**
 * What a person said is theirs alone: no role reads it. `say` is theirs, too; what time and the organisation's decisions
 * make of it is kept by errands, which can only lower.
 */
export const consentPolicy = definePolicy(
  Consent,
  ['read', 'trace', 'say', 'ask', 'lower', 'keep', 'restore'],
  ({ can, errand }) => {
    can('read', { employeeId: me, kind: { in: ['ConsentGiven', 'RenewedConsentGiven', 'ConsentRefused'] } });
    can('trace', { employeeId: me });
    can('say', {
      employeeId: me,
      kind: {
        in: [
          'ConsentGiven',
          'RenewedConsentGiven',
          'ConsentRefused',
          'ConsentWithdrawn',
          'ConsentRequestDeferred',
        ],
      },
    });
    errand('consent_asking', 'ask', { kind: 'ConsentRequested' });
    errand('consent_keeping', 'lower', {
      kind: { in: ['ConsentExpired', 'ConsentInvalidated', 'ConsentRevoked'] },
    });
    // After a restore, as it was said before it: only what ends a yes.
    errand('restore_ledger', 'restore', { kind: { in: ENDS_A_YES } });
    errand('consent_keeping', 'keep', everyRow('the index repeats what the events say, for everybody'));
    errand(
      'disclose_dry_run',
      'keep',
      everyRow('whether something may leave is decided for everybody alike'),
    );
  },
);

concernsPerson(consentPolicy, 'employeeId');
