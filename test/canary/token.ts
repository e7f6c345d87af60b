/** A cell of one row, and the one text that stands for it wherever bytes go. */
export interface Token {
  readonly text: string;
  readonly organisationId: string;
  readonly entity: string;
  readonly field: string;
  /** The row as PostgreSQL's columns have it. */
  readonly row: Readonly<Record<string, unknown>>;
}

let made = 0;
const next = () => (++made).toString(36).padStart(6, '0');

/** Small letters and digits, so that folding and splitting into words leave it whole. */
export const wordToken = (): string => `zq${next()}kw`;
/** A number that nobody has, in the form of ITU-T E.164. */
export const phoneToken = (): string => `+99977${String(++made).padStart(7, '0')}`;
/** A day that nobody chose: each is used once. */
export const dayToken = (): string => new Date(Date.UTC(1900, 0, 1 + ++made)).toISOString().slice(0, 10);
export const isWord = (text: string): boolean => /^zq[0-9a-z]{6}kw$/.test(text);
/** Audience keys begin here, so that one is known by its looks. */
export const FIRST_KEY = 7_710_000_000;
export const isKey = (text: string): boolean => /^771\d{7}$/.test(text);

const FORMS =
  /zq[0-9a-z]{6}kw|\+99977\d{7}|\b19\d\d-\d\d-\d\d\b|\b771\d{7}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Cursors and tokens may carry text under another alphabet. */
const ENCODED = /[A-Za-z0-9_-]{16,}={0,2}|[A-Za-z0-9+/]{16,}={0,2}/g;

/** Tokens by their text, found again in whatever was said. */
export class Tokens {
  private readonly known = new Map<string, Token[]>();
  /** Hashes and other bytes: looked for one by one, in each way to write them. */
  private readonly odd: (readonly [string, Token])[] = [];

  get size(): number {
    return this.known.size + this.odd.length;
  }

  add(token: Token): void {
    if (token.text.match(FORMS)?.[0] !== token.text) this.odd.push([token.text, token]);
    else
      this.known.set(token.text.toLowerCase(), [...(this.known.get(token.text.toLowerCase()) ?? []), token]);
  }

  /** The entities of which something is planted. */
  get entities(): readonly string[] {
    const all = [...this.known.values()].flat().concat(this.odd.map(([, token]) => token));
    return [...new Set(all.map(({ entity }) => entity))].sort();
  }

  /** Every word that was planted, with the cells that hold it. */
  words(): ReadonlyMap<string, readonly Token[]> {
    return new Map([...this.known].filter(([text]) => isWord(text)));
  }

  /** The token of one cell of one row. */
  of(entity: string, field: string, id: string): Token | undefined {
    return [...this.known.values()]
      .flat()
      .find((one) => one.entity === entity && one.field === field && one.row['id'] === id);
  }

  /** Every cell whose token stands in the text, also inside base64. */
  in(text: string): Set<Token> {
    const found = new Set<Token>();
    for (const layer of layersOf(text)) {
      for (const [form] of layer.matchAll(FORMS)) {
        for (const token of this.known.get(form.toLowerCase()) ?? []) found.add(token);
      }
    }
    for (const [form, token] of this.odd) if (text.includes(form)) found.add(token);
    return found;
  }
}

function layersOf(text: string): string[] {
  const inner = [...text.matchAll(ENCODED)].map(([one]) => Buffer.from(one, 'base64').toString('latin1'));
  return [text, inner.join('\n')];
}
