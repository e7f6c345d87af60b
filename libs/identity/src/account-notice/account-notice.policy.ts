import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { AccountNotice } from './account-notice.entity.js';

export const accountNoticePolicy = definePolicy(
  AccountNotice,
  ['read', 'dismiss', 'leave', 'prune'],
  ({ can, errand }) => {
    can(['read', 'dismiss', 'leave'], { accountId: ownAccount });
    errand('reset_password', 'leave', everyRow('whoever resets a password is not signed in'));
    errand('prune_identity', 'prune', everyRow('security events are kept for 90 days'));
  },
);
concernsPerson(accountNoticePolicy, 'employeeId');
