import { definePolicy, everyRow } from '@courtyard/access';
import { ownSession } from '../actor-facts.js';
import { PasskeyChallenge } from './passkey-challenge.entity.js';

/** Of the session it was made in, and of no other one of the same person. */
export const passkeyChallengePolicy = definePolicy(
  PasskeyChallenge,
  ['ask', 'answer', 'prune'],
  ({ can, errand, unrecorded }) => {
    can(['ask', 'answer'], { sessionId: ownSession });
    unrecorded(
      ['ask', 'answer'],
      'part of a proof, which is told with what it was given for; one that fails is recorded',
    );
    errand('prune_identity', 'prune', everyRow('what nobody answered in time is cleared away'));
  },
);
