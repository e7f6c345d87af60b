import { defineErrors } from '@courtyard/errors';

export const audienceErrors = defineErrors({
  'audience.empty': { message: 'An audience needs at least one part.', status: 400 },
  'audience.unknown_part': {
    message: 'A part of this audience is nothing that you may address.',
    status: 404,
  },
  'audience.hidden_with_others': {
    message: 'A hidden group is written to alone: everybody else would learn of it.',
    status: 400,
  },
  'audience.circle_with_others': {
    message:
      'A circle goes together with people and other circles of yours: everybody else would learn of it.',
    status: 400,
  },
  'audience.archived': {
    message: 'The community is archived; it can be read, and nothing new is said in it.',
    status: 409,
  },
  'audience.too_many_parts': { message: 'An audience has at most twenty parts.', status: 400 },
});
