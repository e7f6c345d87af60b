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
  'auth.office_rests': {
    what: /*i18n*/ {
      id: 'failure.auth.office_rests',
      message: 'Your role was given newly, and rests for two weeks.',
    },
    next: /*i18n*/ {
      id: 'failure.auth.office_rests.next',
      message: 'Nothing was changed. Until it counts, somebody else of that role can decide this.',
    },
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
  'sign_in.wrong': {
    what: /*i18n*/ { id: 'failure.sign_in.wrong', message: 'This address and password do not match.' },
    next: /*i18n*/ {
      id: 'failure.sign_in.wrong.next',
      message: 'Check both. Whether an account exists is never told.',
    },
  },
  'password.wrong': {
    what: /*i18n*/ { id: 'failure.password.wrong', message: 'This is not your present password.' },
    next: /*i18n*/ { id: 'failure.password.wrong.next', message: 'Your password was not changed.' },
  },
  'password.too_short': {
    what: /*i18n*/ { id: 'failure.password.too_short', message: 'This password is too short.' },
    next: /*i18n*/ {
      id: 'failure.password.too_short.next',
      message: 'Take at least 15 characters. Four ordinary words are good.',
    },
  },
  'password.too_long': {
    what: /*i18n*/ { id: 'failure.password.too_long', message: 'This password is too long.' },
    next: /*i18n*/ { id: 'failure.password.too_long.next', message: 'Shorten it a little.' },
  },
  'password.too_common': {
    what: /*i18n*/ {
      id: 'failure.password.too_common',
      message: 'This password is among the first that are tried.',
    },
    next: /*i18n*/ {
      id: 'failure.password.too_common.next',
      message: 'Take another one. Four ordinary words that do not belong together are good.',
    },
  },
  'password.same_as_before': {
    what: /*i18n*/ { id: 'failure.password.same_as_before', message: 'The new password is the old one.' },
    next: /*i18n*/ { id: 'failure.password.same_as_before.next', message: 'Take another one.' },
  },
  'auth.reauthentication_needed': {
    what: /*i18n*/ {
      id: 'failure.auth.reauthentication_needed',
      message: 'It was not shown that it is you.',
    },
    next: /*i18n*/ {
      id: 'failure.auth.reauthentication_needed.next',
      message: 'Nothing was changed. Try again, and give your passkey or password.',
    },
  },
  'auth.frozen': {
    what: /*i18n*/ { id: 'failure.auth.frozen', message: 'A yes and an approval rest for you at present.' },
    next: /*i18n*/ {
      id: 'failure.auth.frozen.next',
      message:
        'Nothing was changed. Something about your sign-in has changed; no, and taking back, work as always.',
    },
  },
  'passkey.invalid': {
    what: /*i18n*/ { id: 'failure.passkey.invalid', message: 'This passkey was not accepted.' },
    next: /*i18n*/ {
      id: 'failure.passkey.invalid.next',
      message: 'Nothing was changed. Try another one, or your password.',
    },
  },
  'passkey.too_many': {
    what: /*i18n*/ { id: 'failure.passkey.too_many', message: 'No more passkeys fit this account.' },
    next: /*i18n*/ { id: 'failure.passkey.too_many.next', message: 'Nothing was changed. Remove one first.' },
  },
  'passkey.unavailable': {
    what: /*i18n*/ {
      id: 'failure.passkey.unavailable',
      message: 'There are no passkeys under this address.',
    },
    next: /*i18n*/ {
      id: 'failure.passkey.unavailable.next',
      message: 'Nothing was changed. Open Courtyard at its public address, or as localhost.',
    },
  },
  'passkey.none': {
    what: /*i18n*/ { id: 'failure.passkey.none', message: 'This account has no passkey.' },
    next: /*i18n*/ {
      id: 'failure.passkey.none.next',
      message: 'Nothing was changed. Prove with your password that it is you.',
    },
  },
  'moved_in.busy': {
    what: /*i18n*/ {
      id: 'failure.moved_in.busy',
      message: 'Somebody wrote meanwhile, so something of yours is still there.',
    },
    next: /*i18n*/ {
      id: 'failure.moved_in.busy.next',
      message: 'What was erased is gone. Erase once more for the rest.',
    },
  },
  'passkey.not_shown': {
    what: /*i18n*/ { id: 'failure.passkey.not_shown', message: 'The passkey was not shown.' },
    next: /*i18n*/ {
      id: 'failure.passkey.not_shown.next',
      message: 'Nothing was changed. Try again, or use your password.',
    },
  },
  'passkey.already_here': {
    what: /*i18n*/ {
      id: 'failure.passkey.already_here',
      message: 'This device has a passkey of yours already.',
    },
    next: /*i18n*/ { id: 'failure.passkey.already_here.next', message: 'There is nothing more to do.' },
  },
  'password_reset.invalid': {
    what: /*i18n*/ { id: 'failure.password_reset.invalid', message: 'This link does not hold any more.' },
    next: /*i18n*/ {
      id: 'failure.password_reset.invalid.next',
      message: 'Your password was not changed. Ask for a new link.',
    },
  },
  'recipient.two_roles': {
    what: /*i18n*/ {
      id: 'failure.recipient.two_roles',
      message: 'It needs another person, of another role.',
    },
    next: /*i18n*/ {
      id: 'failure.recipient.two_roles.next',
      message: 'Nothing was decided. Who proposed it cannot decide it.',
    },
  },
  'recipient.already_decided': {
    what: /*i18n*/ { id: 'failure.recipient.already_decided', message: 'This was decided already.' },
    next: /*i18n*/ {
      id: 'failure.recipient.already_decided.next',
      message: 'Nothing was changed. Reload the page to see how.',
    },
  },
  'recipient.unknown_country': {
    what: /*i18n*/ { id: 'failure.recipient.unknown_country', message: 'This country is not known.' },
    next: /*i18n*/ {
      id: 'failure.recipient.unknown_country.next',
      message: 'Your words are still here. Choose one of the list.',
    },
  },
  'recipient.processor_contract': {
    what: /*i18n*/ {
      id: 'failure.recipient.processor_contract',
      message: 'A processor needs a contract, a transfer tool and a closed list of fields.',
    },
    next: /*i18n*/ {
      id: 'failure.recipient.processor_contract.next',
      message: 'Your words are still here. GDPR Art. 28 asks for them.',
    },
  },
  'recipient.shares_owner': {
    what: /*i18n*/ {
      id: 'failure.recipient.shares_owner',
      message: 'A processor may not belong to the owner of another recipient.',
    },
    next: /*i18n*/ {
      id: 'failure.recipient.shares_owner.next',
      message: 'Your words are still here. Look at the owner again.',
    },
  },
  'recipient.unchanged': {
    what: /*i18n*/ {
      id: 'failure.recipient.unchanged',
      message: 'This says the same as the recipient before.',
    },
    next: /*i18n*/ { id: 'failure.recipient.unchanged.next', message: 'Nothing was changed.' },
  },
  'recipient.no_such_category': {
    what: /*i18n*/ {
      id: 'failure.recipient.no_such_category',
      message: 'Nobody outside is of this category.',
    },
    next: /*i18n*/ {
      id: 'failure.recipient.no_such_category.next',
      message: 'Your words are still here. Choose another category.',
    },
  },
  'opening.never': {
    what: /*i18n*/ { id: 'failure.opening.never', message: 'This is never opened.' },
    next: /*i18n*/ {
      id: 'failure.opening.never.next',
      message: 'Nothing was changed. Some purposes and some recipients are closed for good.',
    },
  },
  'opening.unknown_field': {
    what: /*i18n*/ { id: 'failure.opening.unknown_field', message: 'People are not asked about this field.' },
    next: /*i18n*/ {
      id: 'failure.opening.unknown_field.next',
      message: 'Your words are still here. Leave it out.',
    },
  },
  'opening.one_entity': {
    what: /*i18n*/ {
      id: 'failure.opening.one_entity',
      message: 'One opening is about the fields of one kind of thing.',
    },
    next: /*i18n*/ {
      id: 'failure.opening.one_entity.next',
      message: 'Your words are still here. Make two of it.',
    },
  },
  'purpose.not_switchable': {
    what: /*i18n*/ { id: 'failure.purpose.not_switchable', message: 'This purpose cannot be switched.' },
    next: /*i18n*/ { id: 'failure.purpose.not_switchable.next', message: 'Nothing was changed.' },
  },
  'consent.not_opened': {
    what: /*i18n*/ {
      id: 'failure.consent.not_opened',
      message: 'The house has not opened these fields for that.',
    },
    next: /*i18n*/ {
      id: 'failure.consent.not_opened.next',
      message: 'Your words are still here. Two people have to open them first.',
    },
  },
  'consent.request_closed': {
    what: /*i18n*/ { id: 'failure.consent.request_closed', message: 'This is not asked any more.' },
    next: /*i18n*/ {
      id: 'failure.consent.request_closed.next',
      message: 'Your answer was not saved, and nothing left.',
    },
  },
  'consent.items_needed': {
    what: /*i18n*/ { id: 'failure.consent.items_needed', message: 'A yes to this is said one by one.' },
    next: /*i18n*/ {
      id: 'failure.consent.items_needed.next',
      message: 'Your answers are still here. Choose the single ones.',
    },
  },
  'consent.stale_version': {
    what: /*i18n*/ {
      id: 'failure.consent.stale_version',
      message: 'Something you said yes to has changed since it was shown to you.',
    },
    next: /*i18n*/ {
      id: 'failure.consent.stale_version.next',
      message: 'Nothing was saved. It stands here as it is now: read it and answer again.',
    },
  },
  'consent.version_needed': outOfDate(),
  'disclosure.never': {
    what: /*i18n*/ {
      id: 'failure.disclosure.never',
      message: 'This purpose, or this recipient, is never served.',
    },
    next: /*i18n*/ {
      id: 'failure.disclosure.never.next',
      message: 'Nothing left. That it was asked for is written down.',
    },
  },
  'disclosure.not_opened': {
    what: /*i18n*/ {
      id: 'failure.disclosure.not_opened',
      message: 'The house has not opened these fields for that.',
    },
    next: /*i18n*/ {
      id: 'failure.disclosure.not_opened.next',
      message: 'Your words are still here. Two people have to open them first.',
    },
  },
  'disclosure.unknown_field': {
    what: /*i18n*/ {
      id: 'failure.disclosure.unknown_field',
      message: 'People are not asked about this field.',
    },
    next: /*i18n*/ {
      id: 'failure.disclosure.unknown_field.next',
      message: 'Your words are still here. Leave it out.',
    },
  },
  'disclosure.own_request': {
    what: /*i18n*/ { id: 'failure.disclosure.own_request', message: 'Whoever asks does not approve.' },
    next: /*i18n*/ {
      id: 'failure.disclosure.own_request.next',
      message: 'Nothing was decided. Two others take the seats.',
    },
  },
  'disclosure.seat_taken': {
    what: /*i18n*/ { id: 'failure.disclosure.seat_taken', message: 'This seat is taken.' },
    next: /*i18n*/ {
      id: 'failure.disclosure.seat_taken.next',
      message: 'Nothing was changed. The second approval comes from another person of another role.',
    },
  },
  'disclosure.approver_gone': {
    what: /*i18n*/ {
      id: 'failure.disclosure.approver_gone',
      message: 'Who approved first does not hold that role any more.',
    },
    next: /*i18n*/ { id: 'failure.disclosure.approver_gone.next', message: 'Nothing left. Ask for it anew.' },
  },
  'disclosure.already_decided': {
    what: /*i18n*/ {
      id: 'failure.disclosure.already_decided',
      message: 'This was decided already, or is over.',
    },
    next: /*i18n*/ {
      id: 'failure.disclosure.already_decided.next',
      message: 'Nothing was changed. Reload the page to see how.',
    },
  },
  'disclosure.not_delivered': {
    what: /*i18n*/ {
      id: 'failure.disclosure.not_delivered',
      message: 'Nothing was delivered that could have answered.',
    },
    next: /*i18n*/ { id: 'failure.disclosure.not_delivered.next', message: 'Your words are still here.' },
  },
  'disclosure.already_answered': {
    what: /*i18n*/ {
      id: 'failure.disclosure.already_answered',
      message: 'What it answered is recorded already.',
    },
    next: /*i18n*/ { id: 'failure.disclosure.already_answered.next', message: 'Nothing was changed.' },
  },
  'invitation.invalid': {
    what: /*i18n*/ { id: 'failure.invitation.invalid', message: 'This invitation does not hold any more.' },
    next: /*i18n*/ {
      id: 'failure.invitation.invalid.next',
      message: 'It has ended, or the link is not whole. Ask the person who invited you for a new one.',
    },
  },
  'invitation.already_used': {
    what: /*i18n*/ { id: 'failure.invitation.already_used', message: 'This invitation was used already.' },
    next: /*i18n*/ {
      id: 'failure.invitation.already_used.next',
      message: 'If it was you, sign in. If not, tell the person who invited you.',
    },
  },
  'account.address_taken': {
    what: /*i18n*/ {
      id: 'failure.account.address_taken',
      message: 'Somebody signs in with this address already.',
    },
    next: /*i18n*/ {
      id: 'failure.account.address_taken.next',
      message: 'Nothing was changed. Check the address.',
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
  'reading.too_much': {
    what: /*i18n*/ {
      id: 'failure.reading.too_much',
      message: 'You have read more in this hour than people usually do.',
    },
    next: /*i18n*/ {
      id: 'failure.reading.too_much.next',
      message:
        'Nothing is wrong. If you mean to go on, say so: that you did is recorded, and not what you read. Or come back later.',
    },
  },
  'log.unproven': {
    traceable: true,
    what: /*i18n*/ {
      id: 'failure.log.unproven',
      message: 'This entry cannot be proven: the log was changed, or is damaged.',
    },
    next: /*i18n*/ {
      id: 'failure.log.unproven.next',
      message: 'Tell a witness of the log, and whoever runs Courtyard. Do not rely on this entry.',
    },
  },
  'server.unavailable': {
    traceable: true,
    what: /*i18n*/ { id: 'failure.server.unavailable', message: 'Courtyard cannot answer just now.' },
    next: /*i18n*/ {
      id: 'failure.server.unavailable.next',
      message: 'Nothing was changed. Try again in a moment.',
    },
  },
  'server.busy': {
    what: /*i18n*/ { id: 'failure.server.busy', message: 'Many people ask at once just now.' },
    next: /*i18n*/ {
      id: 'failure.server.busy.next',
      message: 'Nothing was changed, and nothing you wrote is lost. Try again in a moment.',
    },
  },
  'server.cannot_store': {
    traceable: true,
    what: /*i18n*/ { id: 'failure.server.cannot_store', message: 'Nothing can be stored just now.' },
    next: /*i18n*/ {
      id: 'failure.server.cannot_store.next',
      message:
        'Your words are still here; reading may go on. Try again later, and tell whoever runs Courtyard.',
    },
  },
  'server.fault': {
    traceable: true,
    what: /*i18n*/ { id: 'failure.server.fault', message: 'Something broke on our side.' },
    next: /*i18n*/ {
      id: 'failure.server.fault.next',
      message: 'Your words are still here. Try again in a moment.',
    },
  },
  'graphql.malformed': outOfDate(),
  'graphql.invalid': outOfDate(),
  'graphql.too_deep': outOfDate(),
  'graphql.too_wide': outOfDate(),
  'graphql.too_costly': outOfDate(),
  'graphql.introspection_off': outOfDate(),
  'graphql.unknown_operation': outOfDate(),
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
  'praise.receiver_outside': {
    what: /*i18n*/ {
      id: 'failure.praise.receiver_outside',
      message: 'It does not reach whom you praise.',
    },
    next: /*i18n*/ {
      id: 'failure.praise.receiver_outside.next',
      message: 'Choose one of those it is written for.',
    },
  },
  'praise.not_there': {
    what: /*i18n*/ {
      id: 'failure.praise.not_there',
      message: 'One of you does not belong there any more.',
    },
    next: /*i18n*/ { id: 'failure.praise.not_there.next', message: 'It stays between you two.' },
  },
  'praise.waiting': {
    what: /*i18n*/ { id: 'failure.praise.waiting', message: 'Only the two of you read it yet.' },
    next: /*i18n*/ {
      id: 'failure.praise.waiting.next',
      message: 'Say something below it once it is shown.',
    },
  },
  'praise.words_stay': {
    what: /*i18n*/ {
      id: 'failure.praise.words_stay',
      message: 'These words were let be shown, and stay.',
    },
    next: /*i18n*/ { id: 'failure.praise.words_stay.next', message: 'You can withdraw them.' },
  },
  'pledge.receiver_outside': {
    what: /*i18n*/ {
      id: 'failure.pledge.receiver_outside',
      message: 'It is made to everyone it reaches, or to one of them.',
    },
    next: /*i18n*/ {
      id: 'failure.pledge.receiver_outside.next',
      message: 'Your words are still here. Choose somebody whom it reaches, and not yourself.',
    },
  },
  'pledge.receiver_gone': {
    what: /*i18n*/ {
      id: 'failure.pledge.receiver_gone',
      message: 'Whoever it was made to cannot see it any more.',
    },
    next: /*i18n*/ {
      id: 'failure.pledge.receiver_gone.next',
      message: 'Nothing was changed. You can still say what became of it.',
    },
  },
  'pledge.day_over': {
    what: /*i18n*/ { id: 'failure.pledge.day_over', message: 'This day is over.' },
    next: /*i18n*/ {
      id: 'failure.pledge.day_over.next',
      message: 'Your words are still here. Choose a day that is to come.',
    },
  },
  'pledge.moved_too_often': {
    what: /*i18n*/ { id: 'failure.pledge.moved_too_often', message: 'It was moved as often as it can be.' },
    next: /*i18n*/ {
      id: 'failure.pledge.moved_too_often.next',
      message: 'Nothing was changed. Say that it is kept, or that it is broken.',
    },
  },
  'pledge.already_confirmed': {
    what: /*i18n*/ {
      id: 'failure.pledge.already_confirmed',
      message: 'Somebody else said already that it was kept.',
    },
    next: /*i18n*/ {
      id: 'failure.pledge.already_confirmed.next',
      message: 'Nothing was changed. One yes is enough.',
    },
  },
  'pledge.own': {
    what: /*i18n*/ { id: 'failure.pledge.own', message: 'It is your own promise.' },
    next: /*i18n*/ {
      id: 'failure.pledge.own.next',
      message: 'Nothing was changed. Somebody whom it was made to says that it was kept.',
    },
  },
  'announcement.not_yours': {
    what: /*i18n*/ { id: 'failure.announcement.not_yours', message: 'You cannot announce to all of these.' },
    next: /*i18n*/ {
      id: 'failure.announcement.not_yours.next',
      message:
        'Your words are still here. Owners announce to their community, administrators to the house and its departments.',
    },
  },
  'announcement.own': {
    what: /*i18n*/ { id: 'failure.announcement.own', message: 'You announced it yourself.' },
    next: /*i18n*/ {
      id: 'failure.announcement.own.next',
      message: 'Nothing was changed.',
    },
  },
  'announcement.reminded_today': {
    what: /*i18n*/ { id: 'failure.announcement.reminded_today', message: 'You reminded today already.' },
    next: /*i18n*/ {
      id: 'failure.announcement.reminded_today.next',
      message: 'Nothing was changed. You can remind once a day.',
    },
  },
  'announcement.reminded_enough': {
    what: /*i18n*/ { id: 'failure.announcement.reminded_enough', message: 'It was reminded of five times.' },
    next: /*i18n*/ {
      id: 'failure.announcement.reminded_enough.next',
      message: 'Nothing was changed. More reminders would reach nobody.',
    },
  },
  'question.already_taken': {
    what: /*i18n*/ {
      id: 'failure.question.already_taken',
      message: 'Somebody else was quicker, and looks after this question.',
    },
    next: /*i18n*/ {
      id: 'failure.question.already_taken.next',
      message: 'Nothing was changed. You can take it once they give it back.',
    },
  },
  'question.own': {
    what: /*i18n*/ { id: 'failure.question.own', message: 'It is your own question.' },
    next: /*i18n*/ {
      id: 'failure.question.own.next',
      message: 'Nothing was changed. Somebody else looks after it, or nobody yet.',
    },
  },
  'idea.already_taken_up': {
    what: /*i18n*/ {
      id: 'failure.idea.already_taken_up',
      message: 'Somebody else was quicker, and took this idea up.',
    },
    next: /*i18n*/ {
      id: 'failure.idea.already_taken_up.next',
      message: 'Nothing was changed. You can take it up once they give it back.',
    },
  },
  'idea.look_back_due': {
    what: /*i18n*/ { id: 'failure.idea.look_back_due', message: 'The day to look back has come.' },
    next: /*i18n*/ {
      id: 'failure.idea.look_back_due.next',
      message: 'Nothing was changed. Tell what became of it; with “not now” you choose another day.',
    },
  },
  'judgement.not_asked': {
    what: /*i18n*/ { id: 'failure.judgement.not_asked', message: 'Nobody asks for a judgement of this.' },
    next: /*i18n*/ {
      id: 'failure.judgement.not_asked.next',
      message: 'Nothing was changed. Reload the page.',
    },
  },
  'poll.closed': {
    what: /*i18n*/ { id: 'failure.poll.closed', message: 'This poll is closed.' },
    next: /*i18n*/ {
      id: 'failure.poll.closed.next',
      message: 'Your vote was not changed. Reload the page to see what came of it.',
    },
  },
  'poll.words_stay': {
    what: /*i18n*/ { id: 'failure.poll.words_stay', message: 'A poll stays as it was asked.' },
    next: /*i18n*/ {
      id: 'failure.poll.words_stay.next',
      message: 'Nothing was changed. Withdraw it and ask anew.',
    },
  },
  'post.unchanged': {
    what: /*i18n*/ { id: 'failure.post.unchanged', message: 'The words are the same as before.' },
    next: /*i18n*/ {
      id: 'failure.post.unchanged.next',
      message: 'Nothing was changed. Change them, or cancel.',
    },
  },
  'comment.unchanged': {
    what: /*i18n*/ { id: 'failure.comment.unchanged', message: 'The words are the same as before.' },
    next: /*i18n*/ {
      id: 'failure.comment.unchanged.next',
      message: 'Nothing was changed. Change them, or cancel.',
    },
  },
  'document.malformed': {
    what: /*i18n*/ {
      id: 'failure.document.malformed',
      message: 'Something in these words cannot be stored.',
    },
    next: /*i18n*/ {
      id: 'failure.document.malformed.next',
      message: 'Your words are still here. Take out what was pasted last, and try again.',
    },
  },
  'document.too_large': {
    what: /*i18n*/ { id: 'failure.document.too_large', message: 'This is more than fits in one post.' },
    next: /*i18n*/ {
      id: 'failure.document.too_large.next',
      message: 'Your words are still here. Shorten them, or make two of them.',
    },
  },
  'document.empty': {
    what: /*i18n*/ { id: 'failure.document.empty', message: 'There are no words yet.' },
    next: /*i18n*/ { id: 'failure.document.empty.next', message: 'Write some, then post.' },
  },
  'document.unknown_mention': {
    what: /*i18n*/ {
      id: 'failure.document.unknown_mention',
      message: 'Somebody is mentioned who is not in the directory that you see.',
    },
    next: /*i18n*/ {
      id: 'failure.document.unknown_mention.next',
      message: 'Your words are still here. Take out the name, or write it as text.',
    },
  },
  'edit.too_many': {
    what: /*i18n*/ { id: 'failure.edit.too_many', message: 'This was edited as often as it can be.' },
    next: /*i18n*/ {
      id: 'failure.edit.too_many.next',
      message: 'Your words are still here. Withdraw it and write it anew.',
    },
  },
  'search.too_long': {
    what: /*i18n*/ { id: 'failure.search.too_long', message: 'The query is too long.' },
    next: /*i18n*/ { id: 'failure.search.too_long.next', message: 'Shorten it to 1,000 characters.' },
  },
  'search.too_many_terms': {
    what: /*i18n*/ { id: 'failure.search.too_many_terms', message: 'There are too many words in the query.' },
    next: /*i18n*/ { id: 'failure.search.too_many_terms.next', message: 'Keep the twelve that matter most.' },
  },
  'search.nothing_asked': {
    what: /*i18n*/ {
      id: 'failure.search.nothing_asked',
      message: 'The query says only what is not searched for.',
    },
    next: /*i18n*/ { id: 'failure.search.nothing_asked.next', message: 'Add a word that should be found.' },
  },
  'search.unclosed_quote': {
    what: /*i18n*/ { id: 'failure.search.unclosed_quote', message: 'A quotation in the query does not end.' },
    next: /*i18n*/ {
      id: 'failure.search.unclosed_quote.next',
      message: 'Close it with a second quotation mark.',
    },
  },
  'search.value_missing': {
    what: /*i18n*/ { id: 'failure.search.value_missing', message: 'Something is missing after an operator.' },
    next: /*i18n*/ {
      id: 'failure.search.value_missing.next',
      message: 'Write it right after the colon, as in from:bill.',
    },
  },
  'search.unknown_value': {
    what: /*i18n*/ {
      id: 'failure.search.unknown_value',
      message: 'An operator in the query does not know what follows it.',
    },
    next: /*i18n*/ {
      id: 'failure.search.unknown_value.next',
      message: 'Try kind:post, before:2026-11-22 or has:link.',
    },
  },
  'search.cannot_exclude': {
    what: /*i18n*/ {
      id: 'failure.search.cannot_exclude',
      message: 'An operator cannot be left out with a minus.',
    },
    next: /*i18n*/ {
      id: 'failure.search.cannot_exclude.next',
      message: 'Put the minus before a word or a quotation.',
    },
  },
  'photo.not_an_image': {
    what: /*i18n*/ { id: 'failure.photo.not_an_image', message: 'This file is no picture that can be read.' },
    next: /*i18n*/ {
      id: 'failure.photo.not_an_image.next',
      message:
        'Your photo was not changed. Take a JPEG, PNG, WebP, AVIF or GIF; a HEIC must be saved as JPEG first.',
    },
  },
  'photo.too_large': {
    what: /*i18n*/ {
      id: 'failure.photo.too_large',
      message: 'This picture has more pixels than can be read.',
    },
    next: /*i18n*/ {
      id: 'failure.photo.too_large.next',
      message: 'Your photo was not changed. Save it smaller; 384 pixels are enough.',
    },
  },
  'photo.too_heavy': {
    what: /*i18n*/ { id: 'failure.photo.too_heavy', message: 'This file is larger than 8 MB.' },
    next: /*i18n*/ {
      id: 'failure.photo.too_heavy.next',
      message: 'Your photo was not changed. Save the picture smaller; 384 pixels are enough.',
    },
  },
  'photo.too_small': {
    what: /*i18n*/ { id: 'failure.photo.too_small', message: 'This picture is too small to show a face.' },
    next: /*i18n*/ {
      id: 'failure.photo.too_small.next',
      message: 'Your photo was not changed. It needs at least 32 pixels on each side; 384 look best.',
    },
  },
  'photo.unreadable': {
    what: /*i18n*/ { id: 'failure.photo.unreadable', message: 'This picture is damaged or cut off.' },
    next: /*i18n*/ {
      id: 'failure.photo.unreadable.next',
      message: 'Your photo was not changed. Save the picture anew or take another.',
    },
  },
  'audience.empty': {
    what: /*i18n*/ { id: 'failure.audience.empty', message: 'Nobody would read this.' },
    next: /*i18n*/ {
      id: 'failure.audience.empty.next',
      message: 'Your words are still here. Choose who may see them.',
    },
  },
  'audience.unknown_part': {
    what: /*i18n*/ {
      id: 'failure.audience.unknown_part',
      message: 'A part of this audience is not there for you any more.',
    },
    next: /*i18n*/ {
      id: 'failure.audience.unknown_part.next',
      message: 'Your words are still here. Choose again who may see them.',
    },
  },
  'audience.hidden_with_others': {
    what: /*i18n*/ {
      id: 'failure.audience.hidden_with_others',
      message: 'A hidden community is written to alone: everybody else would learn of it.',
    },
    next: /*i18n*/ {
      id: 'failure.audience.hidden_with_others.next',
      message: 'Your words are still here. Choose the community alone, or leave it out.',
    },
  },
  'audience.circle_with_others': {
    what: /*i18n*/ {
      id: 'failure.audience.circle_with_others',
      message: 'A circle goes with people and other circles of yours: everybody else would learn of it.',
    },
    next: /*i18n*/ {
      id: 'failure.audience.circle_with_others.next',
      message: 'Your words are still here. Leave the circle out, or everything but people.',
    },
  },
  'circle.too_many': {
    what: /*i18n*/ { id: 'failure.circle.too_many', message: 'You have fifty circles already.' },
    next: /*i18n*/ {
      id: 'failure.circle.too_many.next',
      message: 'Nothing was made. Delete one that you no longer need first.',
    },
  },
  'circle.too_large': {
    what: /*i18n*/ {
      id: 'failure.circle.too_large',
      message: 'A circle holds at most five hundred people.',
    },
    next: /*i18n*/ {
      id: 'failure.circle.too_large.next',
      message: 'Nobody was added. A community, or a second circle, holds more.',
    },
  },
  'audience.too_many_parts': {
    what: /*i18n*/ {
      id: 'failure.audience.too_many_parts',
      message: 'An audience has at most twenty parts.',
    },
    next: /*i18n*/ {
      id: 'failure.audience.too_many_parts.next',
      message: 'Your words are still here. Leave some out, or take a department or community instead.',
    },
  },
  'audience.archived': {
    what: /*i18n*/ {
      id: 'failure.audience.archived',
      message: 'This community is archived: it is read, and nothing new is said in it.',
    },
    next: /*i18n*/ {
      id: 'failure.audience.archived.next',
      message: 'Your words are still here. Somebody who owns it can reopen it.',
    },
  },
  'community.archived': {
    what: /*i18n*/ {
      id: 'failure.community.archived',
      message: 'This community is archived.',
    },
    next: /*i18n*/ {
      id: 'failure.community.archived.next',
      message: 'Nothing was changed. An owner can reopen it.',
    },
  },
  'community.charter_not_shown': {
    what: /*i18n*/ {
      id: 'failure.community.charter_not_shown',
      message: 'Its charter was changed a moment ago.',
    },
    next: /*i18n*/ {
      id: 'failure.community.charter_not_shown.next',
      message: 'Nothing was changed. Read the new wording, then answer again.',
    },
  },
  'community.request_rests': {
    what: /*i18n*/ {
      id: 'failure.community.request_rests',
      message: 'Your request was answered with no.',
    },
    next: /*i18n*/ {
      id: 'failure.community.request_rests.next',
      message: 'You can ask again thirty days after the answer.',
    },
  },
  'community.role_needs_employment': {
    what: /*i18n*/ {
      id: 'failure.community.role_needs_employment',
      message: 'A guest looks after no community.',
    },
    next: /*i18n*/ {
      id: 'failure.community.role_needs_employment.next',
      message: 'Nothing was changed. They stay a member.',
    },
  },
  'community.already_member': {
    what: /*i18n*/ { id: 'failure.community.already_member', message: 'They are a member already.' },
    next: /*i18n*/ { id: 'failure.community.already_member.next', message: 'There is nothing more to do.' },
  },
  'community.not_a_member': {
    what: /*i18n*/ { id: 'failure.community.not_a_member', message: 'They are not a member.' },
    next: /*i18n*/ { id: 'failure.community.not_a_member.next', message: 'There is nothing more to do.' },
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
function outOfDate(): FailureText {
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
