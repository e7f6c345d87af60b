import type { WebSocket } from 'ws';

export interface SendingLimits {
  /** Frames and characters that may be on their way to somebody who did not say that they read them. */
  readonly frames: number;
  readonly characters: number;
  /** Whoever takes longer to read so much is not reading. */
  readonly slowMillis: number;
}

export const SENDING: SendingLimits = { frames: 128, characters: 1_000_000, slowMillis: 5_000 };

type Socket = Pick<WebSocket, 'send' | 'ping' | 'readyState' | 'OPEN' | 'once' | 'on'>;

/**
 * Sends frames to one socket, no more at a time than it reads. That a frame was written is no sign of it: the buffers of both
 * systems take megabytes before a write waits. So the recipient is asked by a ping behind what was sent (RFC 6455, section 5.5.2),
 * which browsers answer by themselves once they read up to it. Who leaves too much unread for too long is told of.
 */
export class Sending {
  private frames = 0;
  private characters = 0;
  private read = { frames: 0, characters: 0 };
  /** How many frames were sent before the last ping. */
  private asked = 0;
  private full: { readonly over: Promise<void>; end(): void } | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly onSlow: () => void,
    private readonly limits: SendingLimits = SENDING,
  ) {
    socket.on('pong', (data) => this.answered(String(data)));
    socket.once('close', () => this.full?.end());
  }

  /** Comes back when the next frame may be sent; at once where nobody reads any more. */
  async send(text: string): Promise<void> {
    if (!this.isOpen) return;
    this.frames++;
    this.characters += text.length;
    this.socket.send(text, ignore);
    if (this.isUnread(0.5) && this.asked <= this.read.frames) this.ask();
    if (this.isUnread(1)) await this.room();
  }

  /** Asks whether somebody is there, and what they read. */
  ask(): void {
    if (!this.isOpen) return;
    this.asked = this.frames;
    this.socket.ping(`${this.frames} ${this.characters}`, undefined, ignore);
  }

  private get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private isUnread(share: number): boolean {
    const { frames, characters } = this.limits;
    const unread = {
      frames: this.frames - this.read.frames,
      characters: this.characters - this.read.characters,
    };
    return unread.frames >= frames * share || unread.characters >= characters * share;
  }

  private answered(data: string): void {
    const [frames = 0, characters = 0] = data.split(' ').map(Number);
    // Who answers what was not asked is taken by no word of theirs.
    if (!(frames > this.read.frames && frames <= this.asked && characters <= this.characters)) return;
    this.read = { frames, characters };
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
