import { fileNote, writeAttachment, writeFileNote } from './attachment.js';
import { blockText } from './block.js';
import { mentionedIds, type Surroundings, writeMrkdwn } from './mrkdwn.js';
import type { FileNote, Wording } from './record.js';
import type { PartialMessage } from './shape.js';
import { WordingBuilder } from './wording.js';

/** Twice what Slack allows for a text, with room for what bots attach. */
export const MAX_BODY = 100_000;

/** The files of a message: `files` since 2018, `file` before. */
export function filesOf(message: PartialMessage): FileNote[] {
  const files = (message.files ?? []).filter((file) => file !== null);
  if (files.length === 0 && message.file) files.push(message.file);
  return files.map(fileNote);
}

/** The wording of a text alone, as earlier versions have it. */
export function wordingOf(text: string, surroundings: Surroundings): Wording {
  const into = new WordingBuilder();
  writeMrkdwn(text, into, surroundings);
  return into.finish();
}

/** Text, then what was attached, then one line per file; null when it is longer than any message may be. */
export function bodyOf(
  message: PartialMessage,
  text: string,
  byPerson: boolean,
  surroundings: Surroundings,
): Wording | null {
  const into = new WordingBuilder();
  const attachments = message.attachments ?? [];
  const own = text.trim() === '' && attachments.length === 0 ? blockText(message.blocks ?? []) : text;
  writeMrkdwn(own, into, surroundings);
  const bare = into.finish().body === '';
  for (const attachment of attachments) {
    // Without words of the author the attachment is all there is, so a preview stays as well.
    writeAttachment(attachment, byPerson && !bare, into, surroundings);
    if (into.length > MAX_BODY) return null;
  }
  for (const note of filesOf(message)) writeFileNote(note, into);
  return into.length > MAX_BODY ? null : into.finish();
}

/** Ids of everyone the entry names; used before anything is written. */
export function namedIds(message: PartialMessage): string[] {
  const texts = [message.text, blockText(message.blocks ?? [])];
  for (const part of message.attachments ?? []) {
    texts.push(part.pretext, part.title, part.text, part.fallback, blockText(part.blocks ?? []));
    for (const field of part.fields ?? []) texts.push(String(field.value ?? ''));
  }
  return texts.flatMap((text) => (text ? mentionedIds(text) : []));
}
