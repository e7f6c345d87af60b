import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ConsentAsk } from './consent-ask.entity.js';

/** Nobody but the person learns that they were asked, or that they were not. */
export const consentAskPolicy = definePolicy(
  ConsentAsk,
  ['read', 'answer', 'put', 'keep'],
  ({ can, errand }) => {
    can(['read', 'answer'], { employeeId: me });
    errand('consent_asking', 'put', everyRow('nobody is asked too often, and the rests are counted here'));
    errand('consent_keeping', 'keep', everyRow('the index is kept for everybody who was asked'));
  },
);

concernsPerson(consentAskPolicy, 'employeeId');
