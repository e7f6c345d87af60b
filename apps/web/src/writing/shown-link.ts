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
  const shown = ADDRESS.exec(text)?.[1]?.toLowerCase();
  return { href, elsewhere: shown !== undefined && host !== '' && shown !== host ? host : null };
}
