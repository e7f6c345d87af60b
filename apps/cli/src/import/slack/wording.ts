import type { Link, Mention, SourceKey, Wording } from './record.js';

/** A body growing from left to right, with the places of its mentions and links. */
export class WordingBuilder {
  private body = '';
  private readonly mentions: Mention[] = [];
  private readonly links: Link[] = [];

  get length(): number {
    return this.body.length;
  }

  /** A body does not begin with blank space. */
  text(text: string): void {
    this.body += this.body === '' ? text.trimStart() : text;
  }

  mention(kind: Mention['kind'], target: SourceKey | null, shown: string): void {
    const start = this.body.length;
    this.body += shown;
    this.mentions.push({ kind, target, start, end: this.body.length });
  }

  /** `label (url)`: a label alone could say that it leads somewhere else. */
  link(url: string, label: string): void {
    const plain = label === '' || url === label || url.endsWith(`:${label}`);
    if (!plain) this.body += `${label} (`;
    const start = this.body.length;
    this.body += plain && label !== '' ? label : url;
    this.links.push({ url, start, end: this.body.length });
    if (!plain) this.body += ')';
  }

  /** Begins a new line unless the body is empty or at one. */
  newLine(): void {
    if (this.body !== '' && !this.body.endsWith('\n')) this.body += '\n';
  }

  finish(): Wording {
    return { body: this.body.trimEnd(), mentions: this.mentions, links: this.links };
  }
}
