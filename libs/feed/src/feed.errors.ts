import { defineErrors } from '@courtyard/errors';

export const feedErrors = defineErrors({
  'post.already_withdrawn': { message: 'This post was withdrawn already.', status: 409 },
  'post.unchanged': { message: 'The words are the same as before.', status: 400 },
  'comment.already_withdrawn': { message: 'This comment was withdrawn already.', status: 409 },
  'comment.unchanged': { message: 'The words are the same as before.', status: 400 },
  'circle.too_many': { message: 'There are fifty circles already; delete one first.', status: 409 },
  'circle.too_large': { message: 'A circle holds at most five hundred people.', status: 409 },
  'question.already_taken': { message: 'Somebody else looks after this question.', status: 409 },
  'question.own': { message: 'It is your own question; somebody else looks after it.', status: 409 },
  'idea.already_taken_up': { message: 'Somebody else took this idea up.', status: 409 },
  'idea.look_back_due': { message: 'The day to look back has come; tell what became of it.', status: 409 },
  'judgement.not_asked': { message: 'Nobody asks for a judgement of this.', status: 400 },
  'poll.closed': { message: 'This poll is closed.', status: 409 },
  'poll.words_stay': { message: 'A poll stays as it was asked; withdraw it and ask anew.', status: 409 },
  'pledge.receiver_outside': {
    message: 'A promise is made to all whom it reaches, or to one of them who is not you.',
    status: 400,
  },
  'pledge.receiver_gone': { message: 'Whoever it was made to cannot see it any more.', status: 409 },
  'pledge.day_over': { message: 'This day is over; promise one that is to come.', status: 400 },
  'pledge.moved_too_often': { message: 'It was moved as often as it can be.', status: 409 },
  'pledge.already_confirmed': { message: 'Somebody else confirmed it already.', status: 409 },
  'pledge.own': { message: 'It is your own promise; somebody else confirms it.', status: 409 },
  'praise.receiver_outside': {
    message: 'Praise is for one of those whom it is written for, and not for yourself.',
    status: 400,
  },
  'praise.not_there': { message: 'One of you does not belong there any more.', status: 409 },
  'praise.waiting': { message: 'Only the two of you read it yet.', status: 409 },
  'praise.words_stay': { message: 'Its words were let be shown and stay; withdraw it instead.', status: 409 },
  'announcement.not_yours': {
    message: 'Owners announce to their community, administrators to the house and its departments.',
    status: 403,
  },
  'announcement.own': { message: 'You announced it yourself.', status: 409 },
  'announcement.reminded_today': { message: 'You reminded today already.', status: 409 },
  'announcement.reminded_enough': {
    message: 'Reminded five times, it is not reminded of again.',
    status: 409,
  },
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
