import { defineFact } from '@courtyard/access';

/** The actor's own account. */
export const ownAccount = defineFact('account', 'uuid');

/** The session the actor is in. */
export const ownSession = defineFact('session', 'uuid');
