import { defineFact } from '@courtyard/access';

/** The department the actor belongs to; nobody's for those without one. */
export const department = defineFact('department', 'uuid');
/** The language the actor reads: `en` or `de`. */
export const language = defineFact('language', 'text');
