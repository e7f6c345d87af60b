import { blockText } from './block.js';
import { cleanName } from './cleaning.js';
import { type Surroundings, writeMrkdwn } from './mrkdwn.js';
import type { FileNote } from './record.js';
import type { SlackAttachment, SlackFile } from './shape.js';
import type { WordingBuilder } from './wording.js';

/**
 * Legacy attachments (docs.slack.dev/legacy/legacy-messaging/legacy-message-attachments) as plain lines.
 *
 * A person's attachments are mostly previews of links that Slack made: words of a foreign page, not of the author.
 * They are left out. A quoted message stays only if its conversation is open to all: Slack shows the quotation of a
 * private message to that conversation's members alone, yet exports it to everybody.
 */
export function writeAttachment(
  attachment: SlackAttachment,
  byPerson: boolean,
  into: WordingBuilder,
  surroundings: Surroundings,
): void {
  const quotation = attachment.is_msg_unfurl === true || attachment.is_share === true;
  if (quotation && !quotable(attachment, surroundings)) {
    writeLine('[quoted message of a private conversation]', into);
    return;
  }
  if (byPerson && !quotation && isPreview(attachment)) return;
  const title = attachment.title ?? '';
  const body = attachment.text || blockText(attachment.blocks ?? []);
  const lines = [
    attachment.pretext,
    quotation ? null : attachment.author_name,
    attachment.title_link && title !== ''
      ? `<${attachment.title_link}|${title.replace(/[<>|]/g, ' ')}>`
      : title,
    quotation && body ? `${attachment.author_name ?? attachment.author_subname ?? ''}: ${body}` : body,
    ...(attachment.fields ?? []).map((field) => [field.title, field.value].filter(Boolean).join(': ')),
  ].filter((line): line is string => typeof line === 'string' && line.trim() !== '');
  const shown = lines.length > 0 ? lines : [attachment.fallback ?? ''];
  for (const line of shown) {
    if (line.trim() === '') continue;
    into.newLine();
    writeMrkdwn(line, into, surroundings);
  }
}

function isPreview(attachment: SlackAttachment): boolean {
  return Boolean(attachment.from_url || attachment.original_url || attachment.service_name);
}

function quotable(attachment: SlackAttachment, { openConversation }: Surroundings): boolean {
  return Boolean(attachment.channel_id) && openConversation(attachment.channel_id as string) !== null;
}

export function fileNote(file: SlackFile): FileNote {
  const name = cleanName(file.name) || cleanName(file.title);
  const type = cleanName(file.pretty_type) || cleanName(file.filetype);
  const state =
    file.mode === 'tombstone' || file.file_access === 'file_not_found'
      ? 'deleted'
      : file.mode === 'hidden_by_limit' || file.file_access === 'access_denied'
        ? 'hidden'
        : 'left_in_slack';
  return { name: name || null, type: type || null, state };
}

/** Exports hold no file contents; the line says what was there, so that the words around it stay understandable. */
export function writeFileNote(note: FileNote, into: WordingBuilder): void {
  const what = note.name ?? (note.state === 'left_in_slack' ? 'unnamed' : '');
  const type = note.type === null ? '' : ` (${note.type})`;
  const lost =
    note.state === 'deleted' ? ' deleted in Slack' : note.state === 'hidden' ? ' hidden by Slack' : '';
  writeLine(`[file: ${`${what}${type}${what !== '' && lost !== '' ? ',' : ''}${lost}`.trim()}]`, into);
}

function writeLine(line: string, into: WordingBuilder): void {
  into.newLine();
  into.text(line);
}
