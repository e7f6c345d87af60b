import type { SlackMessageEvent } from './shape.js';

/** What an entry of a day file is, told by its subtype (docs.slack.dev/reference/events/message). */
export type Disposition =
  | 'content'
  | 'join'
  | 'leave'
  | 'event'
  | 'pin'
  | 'reply_notice'
  | 'changed'
  | 'deleted'
  | 'tombstone'
  | 'foreign';

const DISPOSITIONS: Readonly<Record<string, Disposition>> = {
  channel_join: 'join',
  group_join: 'join',
  mpim_join: 'join',
  channel_leave: 'leave',
  group_leave: 'leave',
  channel_topic: 'event',
  channel_purpose: 'event',
  channel_name: 'event',
  channel_archive: 'event',
  channel_unarchive: 'event',
  channel_convert_to_private: 'event',
  channel_convert_to_public: 'event',
  channel_posting_permissions: 'event',
  channel_canvas_updated: 'event',
  group_topic: 'event',
  group_purpose: 'event',
  group_name: 'event',
  group_archive: 'event',
  group_unarchive: 'event',
  bot_add: 'event',
  bot_remove: 'event',
  bot_enable: 'event',
  bot_disable: 'event',
  app_conversation_join: 'event',
  app_conversation_leave: 'event',
  joiner_notification: 'event',
  joiner_notification_for_inviter: 'event',
  reminder_add: 'event',
  tabbed_canvas_updated: 'event',
  pinned_item: 'pin',
  unpinned_item: 'pin',
  message_replied: 'reply_notice',
  message_changed: 'changed',
  message_deleted: 'deleted',
  tombstone: 'tombstone',
};

/** An unknown subtype is content: what Slack invents next is rather shown than lost. */
export function dispositionOf(message: Pick<SlackMessageEvent, 'type' | 'subtype'>): Disposition {
  if (message.type && message.type !== 'message') return 'foreign';
  const subtype = message.subtype ?? '';
  return Object.hasOwn(DISPOSITIONS, subtype) ? (DISPOSITIONS[subtype] as Disposition) : 'content';
}
