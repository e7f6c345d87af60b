/**
 * The plain text of Block Kit blocks (docs.slack.dev/reference/block-kit), in Slack's own markup. Used only where a
 * message has no `text`: Slack writes the same words into `text` whenever the author was a person.
 */
export function blockText(blocks: readonly unknown[]): string {
  return blocks
    .map(lineOf)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Elements that stand in one line; everything else begins its own. */
const INLINE = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

/** Depth is bounded where the JSON was read. */
function lineOf(block: unknown): string {
  const type = string(block, 'type');
  const own = inlineText(block, type);
  if (own !== null) return own;
  const parts = [
    ...children(block, 'text'),
    ...children(block, 'title'),
    ...children(block, 'fields'),
    ...children(block, 'elements'),
  ].map(lineOf);
  return parts.filter((part) => part !== '').join(INLINE.has(type) ? '' : '\n');
}

function inlineText(element: unknown, type: string): string | null {
  switch (type) {
    case 'text':
      return escapeText(string(element, 'text'));
    case 'plain_text':
      return escapeText(string(element, 'text'));
    case 'mrkdwn':
      return string(element, 'text');
    case 'user':
      return `<@${string(element, 'user_id')}>`;
    case 'channel':
      return `<#${string(element, 'channel_id')}>`;
    case 'usergroup':
      return `<!subteam^${string(element, 'usergroup_id')}>`;
    case 'broadcast':
      return `<!${string(element, 'range')}>`;
    case 'emoji':
      return `:${string(element, 'name')}:`;
    case 'link':
      return linkText(element);
    case 'image':
      return escapeText(string(element, 'alt_text'));
    default:
      return null;
  }
}

function linkText(element: unknown): string {
  const label = string(element, 'text');
  return label === ''
    ? `<${escapeText(string(element, 'url'))}>`
    : `<${escapeText(string(element, 'url'))}|${escapeText(label)}>`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function own(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;
}

function string(value: unknown, field: string): string {
  const text = own(value, field);
  return typeof text === 'string' ? text : '';
}

function children(value: unknown, field: string): unknown[] {
  const child = own(value, field);
  if (Array.isArray(child)) return child;
  return typeof child === 'object' && child !== null ? [child] : [];
}
