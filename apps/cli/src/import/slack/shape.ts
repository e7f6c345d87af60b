import { z } from 'zod';
import { isTimestamp } from './timestamp.js';

/**
 * Slack's published export format, as far as it is used: unknown fields are dropped, used ones are checked.
 * Sources: slack.com/help/articles/220556107 ("How to read Slack data exports") and docs.slack.dev
 * (message event and its subtypes, user, conversation and file objects).
 */
const MAX_RAW_TEXT = 1_000_000;

const id = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/);
/** Slack writes "" for "nobody" in places. */
const maybeId = z.union([id, z.literal('')]).nullish();
const maybeText = z.string().max(MAX_RAW_TEXT).nullish();
const ts = z.string().max(20).refine(isTimestamp);
const flag = z.boolean().nullish();
const seconds = z
  .union([z.number().int().min(0).max(253_402_300_799), z.string().regex(/^\d{1,11}$/)])
  .nullish();
const many = <T extends z.ZodType>(of: T, most: number) => z.array(of).max(most).nullish();

export const userShape = z.object({
  id,
  team_id: maybeId,
  name: maybeText,
  real_name: maybeText,
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  enterprise_user: z.object({}).nullish(),
  profile: z
    .object({
      real_name: maybeText,
      display_name: maybeText,
      email: maybeText,
      title: maybeText,
      bot_id: maybeId,
    })
    .nullish(),
});

const note = z.object({ value: maybeText }).nullish();

export const conversationShape = z.object({
  id,
  name: maybeText,
  created: seconds,
  creator: maybeId,
  is_archived: flag,
  is_general: flag,
  members: many(id, 1_000_000),
  topic: note,
  purpose: note,
});

const fileShape = z.object({
  name: maybeText,
  title: maybeText,
  pretty_type: maybeText,
  filetype: maybeText,
  mode: maybeText,
  file_access: maybeText,
});

const attachmentShape = z.object({
  fallback: maybeText,
  pretext: maybeText,
  author_name: maybeText,
  author_id: maybeId,
  author_subname: maybeText,
  title: maybeText,
  title_link: maybeText,
  text: maybeText,
  fields: many(
    z.object({ title: maybeText, value: z.union([z.string(), z.number(), z.boolean()]).nullish() }),
    1000,
  ),
  from_url: maybeText,
  original_url: maybeText,
  service_name: maybeText,
  is_msg_unfurl: flag,
  is_share: flag,
  channel_id: maybeId,
  blocks: many(z.unknown(), 1000),
});

const singleMessage = z.object({
  type: maybeText,
  subtype: maybeText,
  ts,
  user: maybeId,
  bot_id: maybeId,
  username: maybeText,
  bot_profile: z.object({ id: maybeId, name: maybeText }).nullish(),
  user_profile: z.object({ real_name: maybeText, display_name: maybeText, name: maybeText }).nullish(),
  text: maybeText,
  thread_ts: ts.nullish(),
  edited: z.object({ user: maybeId, ts: ts.nullish() }).nullish(),
  reactions: many(
    z.object({
      name: z.string().min(1).max(200),
      users: many(id, 100_000),
      count: z.number().int().min(0).max(1e9).nullish(),
    }),
    1000,
  ),
  replies: many(z.object({ ts }), 100_000),
  file: fileShape.nullish(),
  files: many(fileShape.nullable(), 1000),
  attachments: many(attachmentShape, 1000),
  blocks: many(z.unknown(), 1000),
  comment: z.object({ user: maybeId }).nullish(),
  inviter: maybeId,
});

const maybeMessage = singleMessage.partial({ ts: true }).nullish();

export const messageShape = singleMessage.extend({
  deleted_ts: ts.nullish(),
  message: maybeMessage,
  previous_message: maybeMessage,
  original: maybeMessage,
  previous: maybeMessage,
});

export type SlackUser = z.infer<typeof userShape>;
export type SlackConversation = z.infer<typeof conversationShape>;
export type SlackFile = z.infer<typeof fileShape>;
export type SlackAttachment = z.infer<typeof attachmentShape>;
export type SlackMessage = z.infer<typeof singleMessage>;
export type SlackMessageEvent = z.infer<typeof messageShape>;
export type PartialMessage = NonNullable<z.infer<typeof maybeMessage>>;
