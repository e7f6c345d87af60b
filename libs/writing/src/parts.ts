import type { Mention, Topic, Writing } from './writing.js';

interface Part {
  readonly type?: unknown;
  readonly content?: unknown;
}

/** Every mention and every topic of a document, in its order. */
export function partsOf(document: Writing): (Mention | Topic)[] {
  const found: (Mention | Topic)[] = [];
  const into = (part: Part) => {
    if (part.type === 'mention' || part.type === 'topic') found.push(part as Mention | Topic);
    if (Array.isArray(part.content)) for (const one of part.content as Part[]) into(one);
  };
  into(document);
  return found;
}

/** Whom a stored document mentions, each once; nobody where it is none. */
export function mentionsIn(json: string): string[] {
  try {
    const parts = partsOf(JSON.parse(json) as Writing);
    return [...new Set(parts.flatMap((part) => (part.type === 'mention' ? [part.attrs.id] : [])))];
  } catch {
    return [];
  }
}
