import { WebSocket } from 'ws';

/** A live connection as the client opens one; every frame is kept as it came. */
export class Socket {
  readonly frames: string[] = [];
  private readonly socket: WebSocket;
  private readonly opened: Promise<void>;
  private count = 0;

  constructor(url: string, cookie: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code) => this.frames.push(`closed ${code}`));
    this.opened = new Promise((resolve) => {
      this.socket.on('close', () => resolve());
      this.socket.on('message', (data) => {
        const frame = String(data);
        this.frames.push(frame);
        if (frame.includes('connection_ack')) resolve();
      });
    });
    this.socket.on('open', () => this.socket.send('{"type":"connection_init"}'));
  }

  async subscribe(query: string, variables: Record<string, unknown> = {}): Promise<void> {
    await this.opened;
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(
      JSON.stringify({ id: String(++this.count), type: 'subscribe', payload: { query, variables } }),
    );
  }

  /** Resolves once a frame holds the text; false after `millis`. */
  async hears(text: string, millis = 10_000): Promise<boolean> {
    const until = Date.now() + millis;
    while (Date.now() < until) {
      if (this.frames.some((frame) => frame.includes(text))) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  }

  close(): void {
    this.socket.terminate();
  }
}
