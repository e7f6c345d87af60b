import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from './frame.js';

export interface SendingLimits {
  /** Frames and bytes that may be on their way to somebody who did not say that they read them. */
  readonly frames: number;
  readonly bytes: number;
  /** Whoever takes longer to read so much is not reading. */
  readonly slowMillis: number;
}

export const SENDING: SendingLimits = { frames: 128, bytes: 1_000_000, slowMillis: 5_000 };

/** One after the other frames are made in the same place: a new one for each recipient of each event would be megabytes of waste. */
const newSpace = () => Buffer.allocUnsafeSlow(64 * 1024);
let space = newSpace();

type Socket = Pick<WebSocket, 'send' | 'ping' | 'readyState' | 'OPEN' | 'once' | 'on'>;

/**
 * Sends frames to one socket, no more at a time than it reads. That a frame was written is no sign of it: the buffers of both
 * systems take megabytes before a write waits. So the recipient is asked by a ping behind what was sent (RFC 6455, section 5.5.2),
 * which browsers answer by themselves once they read up to it. Who leaves too much unread for too long is told of.
 */
export class Sending {
  private frames = 0;
  private bytes = 0;
  private read = { frames: 0, bytes: 0 };
  /** How many frames were sent before the last ping. */
  private asked = 0;
  private full: { readonly over: Promise<void>; end(): void } | null = null;

  constructor(
    private readonly socket: Socket,
    /** What the socket writes to: nothing stands between them, because nothing is compressed. */
    private readonly beneath: Pick<Duplex, 'write' | 'writableLength'>,
    private readonly onSlow: () => void,
    private readonly limits: SendingLimits = SENDING,
  ) {
    socket.on('pong', (data) => this.answered(String(data)));
    socket.once('close', () => this.full?.end());
  }

  /** @returns what to wait for before the next frame may be sent; nothing where it may be at once, or nobody reads any more */
  send(text: string): Promise<void> | undefined {
    if (!this.isOpen) return;
    this.socket.send(text, ignore);
    return this.sent(Buffer.byteLength(text));
  }

  /** The same for a text in parts that others are sent as well. */
  sendParts(parts: readonly Buffer[]): Promise<void> | undefined {
    if (!this.isOpen) return;
    const frame = textFrame(parts, space);
    this.beneath.write(frame);
    // What the system did not take at once is still to be written from there.
    if (this.beneath.writableLength > 0 && frame.buffer === space.buffer) space = newSpace();
    return this.sent(frame.length);
  }

  /** Asks whether somebody is there, and what they read. */
  ask(): void {
    if (!this.isOpen) return;
    this.asked = this.frames;
    this.socket.ping(`${this.frames} ${this.bytes}`, undefined, ignore);
  }

  private sent(bytes: number): Promise<void> | undefined {
    this.frames++;
    this.bytes += bytes;
    if (this.isUnread(0.5) && this.asked <= this.read.frames) this.ask();
    return this.isUnread(1) ? this.room() : undefined;
  }

  private get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private isUnread(share: number): boolean {
    const { frames, bytes } = this.limits;
    return this.frames - this.read.frames >= frames * share || this.bytes - this.read.bytes >= bytes * share;
  }

  private answered(data: string): void {
    const [frames = 0, bytes = 0] = data.split(' ').map(Number);
    // Who answers what was not asked is taken by no word of theirs.
    if (!(frames > this.read.frames && frames <= this.asked && bytes <= this.bytes)) return;
    this.read = { frames, bytes };
    if (this.isUnread(0.5)) this.ask();
    if (!this.isUnread(1)) this.full?.end();
  }

  private room(): Promise<void> {
    if (!this.full) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const patience = setTimeout(this.onSlow, this.limits.slowMillis);
      patience.unref();
      const end = () => {
        clearTimeout(patience);
        this.full = null;
        resolve();
      };
      this.full = { over: promise, end };
    }
    return this.full.over;
  }
}

function ignore(): void {}
