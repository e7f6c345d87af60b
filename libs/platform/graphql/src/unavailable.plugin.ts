import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { isUnavailable } from './refusal.js';

/**
 * An answer that lacks something because the house could not give it is no answer: it ends with 503 (RFC 9110, section 15.6.4), so
 * that clients and proxies come again by themselves. Everything else that was refused while it was carried out stays 200.
 */
export function unavailableAnswers<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body, http } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          if (errors.some(isUnavailable)) http.status = 503;
        },
      };
    },
  };
}
