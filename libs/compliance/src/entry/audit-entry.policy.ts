import { definePolicy, everyRow } from '@courtyard/access';
import { outlined, readOnRecord } from '@courtyard/records';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditEntryOfField } from './audit-entry-of-field.entity.js';

const OFFICERS = { roles: ['compliance_officer'] };

/** Whether something was delivered is told by the name of the operation: `egress` records it under this one. */
export const DELIVERED = 'deliverDisclosure';

/**
 * Officers audit. The works council and data protection witness the log from outside and see the charter, as everybody does;
 * who looked at what is not theirs to read without a case (privacy-model.md sections 6 and 7).
 */
export const auditEntryPolicy = definePolicy(
  AuditEntry,
  ['read', 'locate', 'read_charter', 'count'],
  ({ can }) => {
    can(
      ['read', 'locate'],
      everyRow('compliance officers audit every entry, and each look is one'),
      OFFICERS,
    );
    can('read_charter', { kind: 'policy' });
    can('count', { kind: 'disclosure', operation: DELIVERED });
  },
);

export const auditEntryOfFieldPolicy = definePolicy(AuditEntryOfField, ['read'], ({ can }) => {
  can('read', everyRow('compliance officers audit every entry, and each look is one'), OFFICERS);
});

readOnRecord(auditEntryPolicy, ['read']);
readOnRecord(auditEntryOfFieldPolicy, ['read']);

// Where a time stands in the log, and nothing of what happened then.
outlined(auditEntryPolicy, 'locate', ['position', 'at']);
// What changed and in which role it was decided; neither the event nor anybody in it.
outlined(auditEntryPolicy, 'read_charter', ['position', 'at', 'kind', 'operation', 'roles']);
outlined(auditEntryPolicy, 'count', ['at', 'kind', 'operation', 'purpose']);
