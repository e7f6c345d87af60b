import { defineErrors } from '@courtyard/errors';

export const readingErrors = defineErrors({
  'reading.too_much': {
    message: 'More was read in an hour than people read; confirm that it is meant.',
    status: 429,
  },
});
