export interface ShownLink {
  readonly href: string;
  /** Where it leads, in ASCII, where its words look like another address (UTR #36, 2.8). */
  readonly elsewhere: string | null;
}

const ADDRESS = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?=$|[\s/:?#,.;)])/iu;

/** Null for what is no link of ours, whatever stored it: its words are shown as words. */
export function shownLink(href: string, text: string): ShownLink | null {
  if (!/^(https?:\/\/|mailto:)/i.test(href) || !URL.canParse(href)) return null;
  const { host } = new URL(href);
  const shown = ADDRESS.exec(text.normalize('NFKC'))?.[1]?.toLowerCase();
  return { href, elsewhere: shown !== undefined && host !== '' && shown !== host ? host : null };
}

interface Part {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: { readonly href?: string } }[];
}

/** What a reader sees as one link: the words of its neighbours that lead to the same address, too, however they are shaped. */
export function linkedText(parts: readonly Part[], at: number): string {
  const href = hrefOf(parts[at]);
  if (href === undefined) return parts[at]?.text ?? '';
  let [from, to] = [at, at];
  while (hrefOf(parts[from - 1]) === href) from--;
  while (hrefOf(parts[to + 1]) === href) to++;
  return parts
    .slice(from, to + 1)
    .map(({ text }) => text ?? '')
    .join('');
}

function hrefOf(part: Part | undefined): string | undefined {
  return part?.marks?.find(({ type }) => type === 'link')?.attrs?.href;
}
