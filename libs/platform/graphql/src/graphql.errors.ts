import { defineErrors } from '@courtyard/errors';

export const graphqlErrors = defineErrors({
  'graphql.malformed': { message: 'This is not GraphQL.', status: 400 },
  'graphql.invalid': { message: 'The operation does not fit the schema.', status: 400 },
  'graphql.too_deep': { message: 'The operation is nested too deeply.', status: 400 },
  'graphql.too_wide': { message: 'The operation has too many parts.', status: 400 },
  'graphql.too_costly': { message: 'The operation asks for too much at once.', status: 400 },
  'graphql.introspection_off': {
    message: 'The schema is not told here; it is in the documentation.',
    status: 400,
  },
  'graphql.unknown_operation': {
    message: 'Only the operations of the built client are answered here.',
    status: 400,
  },
});
