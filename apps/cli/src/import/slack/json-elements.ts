import { isUtf8 } from 'node:buffer';
import { ImportFault } from './slack.errors.js';

/** Deeper than any block or attachment of Slack, far below what exhausts a stack. */
const MAX_DEPTH = 64;
/** One message with all its blocks; Slack's own limit for a message is 40,000 characters. */
const MAX_ELEMENT_BYTES = 4 * 2 ** 20;

enum Byte {
  tab = 0x09,
  newline = 0x0a,
  return = 0x0d,
  space = 0x20,
  quote = 0x22,
  comma = 0x2c,
  openBracket = 0x5b,
  backslash = 0x5c,
  closeBracket = 0x5d,
  openBrace = 0x7b,
  closeBrace = 0x7d,
}

/**
 * The elements of a file that is one JSON array (RFC 8259), one after the other: a day of 60 MB costs its bytes and
 * one message, not a tree of all of them. Depth and size of an element are bounded before it is parsed.
 *
 * @throws ImportFault `wrong_text`, `wrong_json`, `json_too_deep`, `too_large`, or `wrong_shape` if it is no array
 */
export function* jsonElements(bytes: Buffer, file: string): Generator<unknown> {
  if (!isUtf8(bytes)) throw new ImportFault('import.wrong_text', { file });
  const source = new Source(bytes, file);
  source.skipMark();
  source.skipSpace();
  if (source.peek() !== Byte.openBracket) throw source.notAnArray();
  source.position += 1;
  source.skipSpace();
  if (source.peek() === Byte.closeBracket) source.position += 1;
  else {
    for (;;) {
      yield source.element();
      source.skipSpace();
      const next = source.peek();
      source.position += 1;
      if (next === Byte.closeBracket) break;
      if (next !== Byte.comma) throw source.wrong(source.position - 1);
      source.skipSpace();
    }
  }
  source.skipSpace();
  if (source.position < bytes.length) throw source.wrong(source.position);
}

class Source {
  position = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly file: string,
  ) {}

  peek(): number {
    return this.bytes[this.position] ?? -1;
  }

  /** A byte order mark is not JSON, but Windows tools write one. */
  skipMark(): void {
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.position = 3;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.peek();
      if (byte !== Byte.space && byte !== Byte.newline && byte !== Byte.return && byte !== Byte.tab) return;
      this.position += 1;
    }
  }

  element(): unknown {
    const start = this.position;
    this.position = this.endOfElement(start);
    return this.parse(start, this.position);
  }

  notAnArray(): ImportFault {
    try {
      if (this.bytes.length <= MAX_ELEMENT_BYTES) this.parse(this.position, this.bytes.length);
    } catch (fault) {
      if (fault instanceof ImportFault) return fault;
    }
    return new ImportFault('import.wrong_shape', { file: this.file });
  }

  wrong(position: number): ImportFault {
    return this.fault('import.wrong_json', Math.min(position, this.bytes.length));
  }

  private parse(start: number, end: number): unknown {
    const text = this.bytes.toString('utf8', start, end);
    try {
      return JSON.parse(text);
    } catch (error) {
      // V8's message quotes the text around the place: only the number is taken from it.
      const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
      throw this.wrong(at === undefined ? end : start + Buffer.byteLength(text.slice(0, Number(at))));
    }
  }

  /** Behind the element that starts here; brackets of the wrong kind are left to the parser. */
  private endOfElement(start: number): number {
    const { bytes } = this;
    const last = Math.min(bytes.length, start + MAX_ELEMENT_BYTES + 1);
    let depth = 0;
    let position = start;
    while (position < last) {
      const byte = bytes[position];
      if (byte === Byte.quote) {
        position = this.endOfString(position, last);
        if (position > last) break;
        if (depth === 0) return position;
        continue;
      }
      if (byte === Byte.openBrace || byte === Byte.openBracket) {
        depth += 1;
        if (depth > MAX_DEPTH) throw this.fault('import.json_too_deep', position);
      } else if (byte === Byte.closeBrace || byte === Byte.closeBracket) {
        if (depth === 0) return position;
        depth -= 1;
        if (depth === 0) return position + 1;
      } else if (byte === Byte.comma && depth === 0) return position;
      position += 1;
    }
    if (position - start > MAX_ELEMENT_BYTES) throw this.fault('import.too_large', start);
    throw this.wrong(bytes.length);
  }

  /** Behind the closing quote, or beyond `last` if there is none. */
  private endOfString(start: number, last: number): number {
    let position = start + 1;
    while (position < last) {
      const byte = this.bytes[position];
      if (byte === Byte.quote) return position + 1;
      position += byte === Byte.backslash ? 2 : 1;
    }
    return last + 1;
  }

  private fault(
    code: 'import.wrong_json' | 'import.json_too_deep' | 'import.too_large',
    position: number,
  ): ImportFault {
    const before = this.bytes.subarray(0, position);
    let line = 1;
    let lineStart = 0;
    for (let at = before.indexOf(Byte.newline); at !== -1; at = before.indexOf(Byte.newline, at + 1)) {
      line += 1;
      lineStart = at + 1;
    }
    return new ImportFault(code, { file: this.file, line, column: position - lineStart + 1 });
  }
}
