import { definePolicy, everyRow, me } from '@courtyard/access';
import { DECIDING_ROLES, DISCLOSING, PROPOSING_ROLES } from '@courtyard/consent';
import { outlined } from '@courtyard/records';
import { DisclosureGrant } from '../grant/disclosure-grant.entity.js';
import { Disclosure, DisclosureField, DisclosureStatus } from './disclosure.entity.js';
import { DisclosureApproval } from './disclosure-approval.entity.js';
import { DisclosureStep } from './disclosure-step.entity.js';

const OFFICERS = { roles: DECIDING_ROLES };
/** Those of them whose role rests no more. */
const OFFICES = { offices: DECIDING_ROLES };
const SEEN = everyRow('officers see what was asked to leave, by whom, and what became of it');
const { requested, approved, ended, expired } = DisclosureStatus;

/** That neither the requester nor one person twice approves is asked when they do, and by the tables. */
export const disclosurePolicy = definePolicy(
  Disclosure,
  ['read', 'preview', 'request', 'decide', 'cancel', 'record_answer', 'settle', 'tell'],
  ({ can, errand }) => {
    can('read', SEEN, OFFICERS);
    can('preview', everyRow('what would leave is counted before anybody asks for it'), OFFICERS);
    for (const role of PROPOSING_ROLES)
      can('request', { requestedBy: me, requestedRole: role, status: requested }, { roles: [role] });
    can('decide', { status: requested }, OFFICES);
    can('cancel', { status: { in: [requested, approved] } }, OFFICERS);
    can('record_answer', { requestedBy: me, status: { in: [approved, ended, expired] } }, OFFICERS);
    errand(DISCLOSING, ['read', 'settle'], everyRow('what was sent, or ran out, comes to its end'));
    errand('tell_departures', 'tell', everyRow('a person is told what left with something about them'));
  },
);
// Who asked for it, and who approved, is no part of what a person is told.
outlined(disclosurePolicy, 'tell', ['id', 'recipientId', 'purpose', 'question']);

export const disclosureFieldPolicy = definePolicy(DisclosureField, ['read', 'request'], ({ can, errand }) => {
  can('read', SEEN, OFFICERS);
  can('request', everyRow('the fields of a disclosure that the same write created'), {
    roles: PROPOSING_ROLES,
  });
  errand(DISCLOSING, 'read', everyRow('what was sent, or ran out, comes to its end'));
});

export const disclosureApprovalPolicy = definePolicy(DisclosureApproval, ['read', 'decide'], ({ can }) => {
  can('read', SEEN, OFFICERS);
  for (const role of DECIDING_ROLES) can('decide', { approverId: me, role }, { offices: [role] });
});

/** Nobody reads a grant: its secret is for role egress. */
export const disclosureGrantPolicy = definePolicy(DisclosureGrant, ['grant'], ({ can }) => {
  can('grant', everyRow('follows from the second approval, in its transaction'), OFFICES);
});

export const disclosureStepPolicy = definePolicy(DisclosureStep, ['read'], ({ can, errand }) => {
  can('read', SEEN, OFFICERS);
  errand(DISCLOSING, 'read', everyRow('what was sent, or ran out, comes to its end'));
});
