import { defineErrors } from '@courtyard/errors';

export const feedErrors = defineErrors({
  'post.already_withdrawn': { message: 'This post was withdrawn already.', status: 409 },
  'post.unchanged': { message: 'The words are the same as before.', status: 400 },
  'comment.already_withdrawn': { message: 'This comment was withdrawn already.', status: 409 },
  'comment.unchanged': { message: 'The words are the same as before.', status: 400 },
  'question.already_taken': { message: 'Somebody else looks after this question.', status: 409 },
  'question.own': { message: 'It is your own question; somebody else looks after it.', status: 409 },
  'document.malformed': {
    message: 'Something stands in it that no document holds; nothing was stored.',
    status: 400,
  },
  'document.too_large': { message: 'It is more than one document holds; nothing was stored.', status: 400 },
  'document.empty': { message: 'It says nothing yet.', status: 400 },
  'document.unknown_mention': {
    message: 'Somebody is mentioned who is not in the directory that you see.',
    status: 400,
  },
  'edit.too_many': {
    message: 'It was edited as often as it can be; withdraw it and write it anew.',
    status: 409,
  },
  'community.last_owner': {
    message: 'A community needs an owner; make somebody else one first.',
    status: 409,
  },
  'community.archived': { message: 'The community is archived; reopen it first.', status: 409 },
  'community.already_member': { message: 'They are a member already.', status: 409 },
  'community.charter_not_shown': {
    message: 'Its charter was not shown, or was changed since; read it and answer again.',
    status: 409,
  },
  'community.role_needs_employment': {
    message: 'A guest is a member and looks after no community.',
    status: 409,
  },
  'community.request_rests': {
    message: 'It was answered with no; ask again in thirty days.',
    status: 409,
  },
});
