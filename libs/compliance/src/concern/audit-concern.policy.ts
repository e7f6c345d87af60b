import { definePolicy, me } from '@courtyard/access';
import { AuditConcern } from './audit-concern.entity.js';

/**
 * Who looked: privileged reads and reveals, what left, and what was refused. What colleagues write is not a look, and their
 * ordinary reading is not recorded at all (privacy-model.md section 6).
 */
export const auditConcernPolicy = definePolicy(AuditConcern, ['read'], ({ can }) => {
  can('read', { personId: me, kind: { in: ['opened', 'denied', 'disclosure', 'released'] } });
});
