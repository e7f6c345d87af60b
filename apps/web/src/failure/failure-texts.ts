import type { MessageDescriptor } from '@lingui/core';

/** What happened, and what to do; both say whether anything was lost where that could be feared. */
export interface FailureText {
  what: MessageDescriptor;
  next: MessageDescriptor;
  /** The request's number is shown: somebody may have to look it up. */
  traceable?: true;
}

/**
 * The words for each stable code. Descriptors instead of macros, so that the completeness test reads this file as it
 * is; the extractor finds them by their mark.
 */
export const failureTexts: Readonly<Record<string, FailureText>> = {
  'connection.offline': {
    what: /*i18n*/ { id: 'failure.connection.offline', message: 'You are offline.' },
    next: /*i18n*/ {
      id: 'failure.connection.offline.next',
      message: 'Nothing is lost. Try again once you are connected.',
    },
  },
  'connection.lost': {
    what: /*i18n*/ { id: 'failure.connection.lost', message: 'Courtyard could not be reached.' },
    next: /*i18n*/ {
      id: 'failure.connection.lost.next',
      message: 'Nothing is lost. Check the connection and try again.',
    },
  },
  'connection.timeout': {
    what: /*i18n*/ { id: 'failure.connection.timeout', message: 'There was no answer for 20 seconds.' },
    next: /*i18n*/ {
      id: 'failure.connection.timeout.next',
      message: 'It may or may not have arrived. Trying again is safe: nothing is done twice.',
    },
  },
  not_found: {
    what: /*i18n*/ { id: 'failure.not_found', message: 'There is nothing here that you may see.' },
    next: /*i18n*/ {
      id: 'failure.not_found.next',
      message: 'It may have been withdrawn, or it was never meant for you. Both look the same, on purpose.',
    },
  },
  'auth.signed_out': {
    what: /*i18n*/ { id: 'failure.auth.signed_out', message: 'You are signed out.' },
    next: /*i18n*/ {
      id: 'failure.auth.signed_out.next',
      message: 'Sign in again. Your drafts are kept in this tab.',
    },
  },
  'auth.forbidden': {
    what: /*i18n*/ { id: 'failure.auth.forbidden', message: 'You may see this, but not do that with it.' },
    next: /*i18n*/ { id: 'failure.auth.forbidden.next', message: 'Nothing was changed.' },
  },
  'auth.cross_site': {
    what: /*i18n*/ {
      id: 'failure.auth.cross_site',
      message: 'This request did not seem to come from Courtyard itself.',
    },
    next: /*i18n*/ {
      id: 'failure.auth.cross_site.next',
      message: 'Nothing was changed. Reload the page and try again.',
    },
  },
  'auth.wrong_credentials': {
    what: /*i18n*/ {
      id: 'failure.auth.wrong_credentials',
      message: 'This address and password do not match.',
    },
    next: /*i18n*/ {
      id: 'failure.auth.wrong_credentials.next',
      message: 'Check both. Whether an account exists is never told.',
    },
  },
  'auth.password_wrong': {
    what: /*i18n*/ { id: 'failure.auth.password_wrong', message: 'This is not your present password.' },
    next: /*i18n*/ { id: 'failure.auth.password_wrong.next', message: 'Your password was not changed.' },
  },
  'auth.password_weak': {
    what: /*i18n*/ { id: 'failure.auth.password_weak', message: 'This password is too easy to guess.' },
    next: /*i18n*/ {
      id: 'failure.auth.password_weak.next',
      message:
        'Take at least 15 characters that are in no list of leaked passwords: four ordinary words are good.',
    },
  },
  'invitation.invalid': {
    what: /*i18n*/ { id: 'failure.invitation.invalid', message: 'This invitation does not work any more.' },
    next: /*i18n*/ {
      id: 'failure.invitation.invalid.next',
      message:
        'It was used, has ended, or the link is not whole. Ask the person who invited you for a new one.',
    },
  },
  'input.invalid': {
    what: /*i18n*/ { id: 'failure.input.invalid', message: 'Something in the form is not as it must be.' },
    next: /*i18n*/ {
      id: 'failure.input.invalid.next',
      message: 'Your words are still here. Correct them and try again.',
    },
  },
  'input.malformed': {
    what: /*i18n*/ { id: 'failure.input.malformed', message: 'The server could not read this request.' },
    next: /*i18n*/ {
      id: 'failure.input.malformed.next',
      message: 'Nothing was changed. Reload the page and try again.',
    },
  },
  'input.too_large': {
    what: /*i18n*/ { id: 'failure.input.too_large', message: 'This is longer than it may be.' },
    next: /*i18n*/ {
      id: 'failure.input.too_large.next',
      message: 'Your words are still here. Make it shorter.',
    },
  },
  'conflict.stale_version': {
    what: /*i18n*/ {
      id: 'failure.conflict.stale_version',
      message: 'This was changed elsewhere while you were writing.',
    },
    next: /*i18n*/ {
      id: 'failure.conflict.stale_version.next',
      message: 'Nothing is lost. Compare both and choose.',
    },
  },
  'conflict.idempotency_key_reused': {
    what: /*i18n*/ {
      id: 'failure.conflict.idempotency_key_reused',
      message: 'An earlier try, with other words, has already arrived.',
    },
    next: /*i18n*/ {
      id: 'failure.conflict.idempotency_key_reused.next',
      message: 'Look whether it is there before you send these words as well.',
    },
  },
  'conflict.already_exists': {
    what: /*i18n*/ { id: 'failure.conflict.already_exists', message: 'This exists already.' },
    next: /*i18n*/ {
      id: 'failure.conflict.already_exists.next',
      message: 'Nothing was changed. Choose another name.',
    },
  },
  'rate.limited': {
    what: /*i18n*/ { id: 'failure.rate.limited', message: 'Too many tries in a short time.' },
    next: /*i18n*/ {
      id: 'failure.rate.limited.next',
      message: 'Nothing was changed. Wait a little and try again.',
    },
  },
  'server.unavailable': {
    what: /*i18n*/ { id: 'failure.server.unavailable', message: 'Courtyard cannot answer just now.' },
    traceable: true,
    next: /*i18n*/ {
      id: 'failure.server.unavailable.next',
      message: 'Nothing was changed. Try again in a moment.',
    },
  },
  'server.fault': {
    what: /*i18n*/ { id: 'failure.server.fault', message: 'Something broke on our side.' },
    next: /*i18n*/ {
      id: 'failure.server.fault.next',
      message:
        'Your words are still here. Try again; if it stays, give the number below to whoever runs Courtyard.',
    },
  },
  'graphql.too_deep': tooMuch(),
  'graphql.too_many_aliases': tooMuch(),
  'graphql.too_costly': tooMuch(),
  'graphql.introspection_off': tooMuch(),
  'post.already_withdrawn': {
    what: /*i18n*/ { id: 'failure.post.already_withdrawn', message: 'This post was already withdrawn.' },
    next: /*i18n*/ { id: 'failure.post.already_withdrawn.next', message: 'There is nothing more to do.' },
  },
  'comment.already_withdrawn': {
    what: /*i18n*/ {
      id: 'failure.comment.already_withdrawn',
      message: 'This comment was already withdrawn.',
    },
    next: /*i18n*/ { id: 'failure.comment.already_withdrawn.next', message: 'There is nothing more to do.' },
  },
  'audience.empty': {
    what: /*i18n*/ { id: 'failure.audience.empty', message: 'Nobody would read this.' },
    next: /*i18n*/ {
      id: 'failure.audience.empty.next',
      message: 'Your words are still here. Choose who may see them.',
    },
  },
  'community.last_owner': {
    what: /*i18n*/ {
      id: 'failure.community.last_owner',
      message: 'You are the last owner of this community.',
    },
    next: /*i18n*/ {
      id: 'failure.community.last_owner.next',
      message: 'Nothing was changed. Somebody else must own it first.',
    },
  },
};

/** The client only ever sends its own documents: the server refusing one means that this page is out of date. */
function tooMuch(): FailureText {
  return {
    what: /*i18n*/ { id: 'failure.graphql.refused', message: 'The server refused this request.' },
    next: /*i18n*/ {
      id: 'failure.graphql.refused.next',
      message: 'Nothing was changed. This page may be out of date: reload it.',
    },
  };
}

export function textOf(code: string): FailureText {
  const known = Object.hasOwn(failureTexts, code) ? failureTexts[code] : undefined;
  return known ?? (failureTexts['server.fault'] as FailureText);
}
