import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { rootFieldsOf } from './observed.plugin.js';
import { refusal } from './refusal.js';

/** Said by a client of an operation that may not wait behind others (`@Urgent`). */
export const URGENT_HEADER = 'x-courtyard-urgent';

/** Holds whoever came in by the door for what is urgent to that: everything else waits at the other one. */
export function onlyUrgent<Context extends BaseContext>(
  urgent: ReadonlySet<string>,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ request }) {
      if (!request.http?.headers.has(URGENT_HEADER)) return;
      return {
        async didResolveOperation({ document, operation }) {
          const fields = operation ? rootFieldsOf(document, operation) : [];
          const isUrgent = fields.some((field) => urgent.has(field));
          const others = fields.filter((field) => field !== '__typename' && !urgent.has(field));
          if (!isUrgent || others.length > 0) throw refusal('graphql.invalid');
        },
      };
    },
  };
}
