import WebSocket from 'ws';
import { textFrame } from './frame.js';

/** Exported, and not declared. */
const { Sender } = WebSocket as unknown as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};

/** What ws itself makes of a text. */
function framed(text: string): Buffer {
  const options = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false };
  return Buffer.concat(Sender.frame(Buffer.from(text), options));
}

describe('a frame of parts', () => {
  it.each([0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 70_000])(
    'of %d bytes is as ws makes it',
    (length) => {
      const text = 'x'.repeat(length);
      const cut = Math.floor(length / 3);
      const parts = [text.slice(0, cut), text.slice(cut, 2 * cut), text.slice(2 * cut)];
      expect(textFrame(parts.map((part) => Buffer.from(part))).equals(framed(text))).toBe(true);
    },
  );

  it('counts bytes and not characters', () => {
    const text = `{"name":"${'ä€😀'.repeat(20)}"}`;
    expect(textFrame([Buffer.from(text)]).equals(framed(text))).toBe(true);
  });

  it('is made where there is room, and nowhere else', () => {
    const space = Buffer.alloc(200, '.');
    const frame = textFrame([Buffer.from('hello')], space);
    expect([frame.buffer === space.buffer, frame.equals(framed('hello'))]).toEqual([true, true]);
    expect(String(space.subarray(frame.length))).toBe('.'.repeat(200 - frame.length));
    const large = textFrame([Buffer.alloc(300, 'x')], space);
    expect([large.buffer === space.buffer, large.equals(framed('x'.repeat(300)))]).toEqual([false, true]);
  });

  it('leaves its parts as they were: others are told the same', () => {
    const part = Buffer.from('the same for all');
    const one = textFrame([Buffer.from('1'), part]);
    one.fill(0);
    expect(String(part)).toBe('the same for all');
  });
});
