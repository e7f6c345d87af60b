import { defineFact } from '@courtyard/access';

/** The actor's own account. */
export const ownAccount = defineFact('account', 'uuid');
