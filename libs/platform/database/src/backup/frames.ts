import { BackupFault } from './backup-fault.js';

/**
 * A backup as a sequence of frames: a byte that says what it is, four bytes of length (big-endian), and so many bytes. It begins
 * with `MAGIC` and ends with an `end` frame; one without it was cut off.
 *
 *   header, (table, rows*, tableEnd)*, end
 */
export const MAGIC = Buffer.from('courtyard-backup/1\n');

const KINDS = { header: 1, table: 2, rows: 3, tableEnd: 4, end: 5 } as const;
export type FrameKind = keyof typeof KINDS;
const NAMES = new Map<number, FrameKind>(
  Object.entries(KINDS).map(([name, byte]) => [byte, name as FrameKind]),
);

/** Far above what COPY hands over at once and what a header takes. */
const LARGEST = 64 * 1024 * 1024;
const HEAD_BYTES = 5;

export interface Frame {
  readonly kind: FrameKind;
  readonly bytes: Buffer;
}

export function encodeFrame(kind: FrameKind, content: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(KINDS[kind], 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** @throws BackupFault `backup.damaged` for what is no backup, is cut off, or goes on behind its end */
export async function* decodeFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  let ended = false;
  for await (const chunk of source) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    if (!begun) {
      if (rest.length < MAGIC.length) continue;
      if (!rest.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('This is no backup of Courtyard.');
      rest = rest.subarray(MAGIC.length);
      begun = true;
    }
    for (;;) {
      if (ended && rest.length > 0) throw damaged('The backup goes on behind its end.');
      if (rest.length < HEAD_BYTES) break;
      const kind = NAMES.get(rest.readUInt8(0));
      const length = rest.readUInt32BE(1);
      if (!kind || length > LARGEST) throw damaged('The backup is damaged.');
      if (rest.length < HEAD_BYTES + length) break;
      yield { kind, bytes: rest.subarray(HEAD_BYTES, HEAD_BYTES + length) };
      rest = rest.subarray(HEAD_BYTES + length);
      ended = kind === 'end';
    }
  }
  if (!ended) throw damaged('The backup is cut off.');
}

export function damaged(sentence: string): BackupFault {
  return new BackupFault(sentence, 'backup.damaged');
}
