import { defineErrors } from '@courtyard/errors';

/** `at` and `length` say where in the query, in UTF-16 code units, as JavaScript counts. */
export const searchErrors = defineErrors({
  'search.too_long': { message: 'A query has at most 1,000 characters.', status: 400 },
  'search.too_many_terms': { message: 'A query has at most 12 words, phrases and operators.', status: 400 },
  'search.nothing_asked': {
    message: 'A query says what is searched for, not only what is not.',
    status: 400,
  },
  'search.unclosed_quote': { message: 'A quotation begins here and does not end.', status: 400 },
  'search.value_missing': {
    message: 'An operator is followed by what it is about, without a space.',
    status: 400,
  },
  'search.unknown_value': { message: 'The operator does not know this value.', status: 400 },
  'search.cannot_exclude': {
    message: 'Words and quotations can be left out, operators cannot.',
    status: 400,
  },
});
