import { cleanName, cleanText, withoutTokens } from './cleaning.js';
import type { Directory } from './directory.js';
import type { WordingBuilder } from './wording.js';

/** What a reference in a text is resolved against. */
export interface Surroundings {
  readonly directory: Directory;
  /** The name that readers of this conversation may see, with the key; null if they may not, or nobody knows it. */
  readonly openConversation: (slackId: string) => { key: string; name: string } | null;
}

/** Unescaped `<` begins a reference: Slack escapes every `<`, `>` and `&` of the author. */
const REFERENCE = /<([^<>]{1,8000})>/g;

/**
 * Slack's markup (docs.slack.dev/messaging/formatting-message-text) as plain text: references resolved, entities
 * decoded, emphasis and emoji shortcodes left as they are.
 */
export function writeMrkdwn(raw: string, into: WordingBuilder, surroundings: Surroundings): void {
  const text = withoutTokens(cleanText(raw));
  let written = 0;
  for (const match of text.matchAll(REFERENCE)) {
    into.text(decodeEntities(text.slice(written, match.index)));
    writeReference(match[1] as string, into, surroundings);
    written = match.index + match[0].length;
  }
  into.text(decodeEntities(text.slice(written)));
}

/** Slack escapes exactly these three, once; decoding twice would turn `&amp;lt;` into a bracket nobody wrote. */
export function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) =>
    name === 'lt' ? '<' : name === 'gt' ? '>' : '&',
  );
}

/** Ids of people and integrations that a text mentions. */
export function mentionedIds(raw: string): string[] {
  return Array.from(
    raw.matchAll(/<@([A-Za-z0-9_.:-]{1,64})(?:\|[^<>]{0,4000})?>/g),
    (match) => match[1] as string,
  );
}

function writeReference(inner: string, into: WordingBuilder, surroundings: Surroundings): void {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? '' : decodeEntities(inner.slice(bar + 1));
  const sign = target[0];
  if (sign === '@') writePerson(target.slice(1), label, inner, into, surroundings);
  else if (sign === '#') writeConversation(target.slice(1), into, surroundings);
  else if (sign === '!') writeSpecial(target.slice(1), label, into);
  else writeLink(decodeEntities(target), label, into);
}

function writePerson(
  id: string,
  label: string,
  inner: string,
  into: WordingBuilder,
  { directory }: Surroundings,
): void {
  const who = directory.find(id);
  if (who === null) {
    into.text(decodeEntities(`<@${inner.slice(1)}>`));
    return;
  }
  const shown = who.named ? who.name : cleanName(label).replace(/^@/, '') || who.name;
  into.mention(who.kind, who.key, `@${shown}`);
}

/** The label is not used: it may name a private channel that readers of this message must not learn of. */
function writeConversation(id: string, into: WordingBuilder, { openConversation }: Surroundings): void {
  const open = openConversation(id);
  into.mention('conversation', open?.key ?? null, open === null ? '#private channel' : `#${open.name}`);
}

function writeSpecial(command: string, label: string, into: WordingBuilder): void {
  const [name = '', id = ''] = command.split('^');
  const shown = cleanName(label);
  if (name === 'here' || name === 'channel' || name === 'everyone' || name === 'group') {
    into.mention('everyone', null, `@${name}`);
  } else if (name === 'subteam') {
    into.mention('group', null, `@${shown.replace(/^@/, '') || id || 'group'}`);
  } else if (name === 'date') into.text(shown || id);
  else into.text(shown || `@${cleanName(name)}`);
}

function writeLink(url: string, label: string, into: WordingBuilder): void {
  const shown = cleanName(label, 1000);
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(url)) into.link(url, shown);
  // Other schemes start programs or scripts: they stay readable, and are no link.
  else into.text(shown === '' || shown === url ? url : `${shown} (${url})`);
}
