import { defineErrors } from '@courtyard/errors';

export const egressErrors = defineErrors({
  'disclosure.never': {
    message: 'This purpose, or this recipient, is never served; the refusal is on record.',
    status: 403,
  },
  'disclosure.not_opened': {
    message: 'The organisation has not opened these fields to this recipient for this purpose.',
    status: 409,
  },
  'disclosure.unknown_field': { message: 'People are not asked about this field.', status: 400 },
  'disclosure.own_request': { message: 'Whoever asks does not approve.', status: 403 },
  'disclosure.seat_taken': { message: 'Two people of two roles approve; this seat is taken.', status: 409 },
  'disclosure.approver_gone': {
    message: 'Who approved first does not hold that role any more; ask for it anew.',
    status: 409,
  },
  'disclosure.already_decided': { message: 'This was decided already, or came to its end.', status: 409 },
  'disclosure.not_delivered': { message: 'Nothing was delivered that could have answered.', status: 409 },
  'disclosure.already_answered': { message: 'What it answered is on record.', status: 409 },
});
