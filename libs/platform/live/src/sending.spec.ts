import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { Sending, type SendingLimits } from './sending.js';

let server: WebSocketServer;
const clients: WebSocket[] = [];

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
});
afterEach(() => {
  for (const one of clients.splice(0)) one.terminate();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Both ends of a real socket. */
async function sending(limits?: SendingLimits) {
  const slow: number[] = [];
  const arrived = once(server, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  clients.push(client);
  const heard: string[] = [];
  client.on('message', (data) => heard.push(String(data)));
  const [socket, request] = await arrived;
  const one = new Sending(socket, request.socket, () => slow.push(1), limits);
  if (client.readyState !== client.OPEN) await once(client, 'open');
  const until = async (count: number) => {
    while (heard.length < count) await once(client, 'message');
    return heard;
  };
  return { one, client, socket: socket as WebSocket, heard, slow, until };
}

const parts = (text: string) => [Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))];

describe('texts in parts', () => {
  it('come in one order with all others, whatever their length', async () => {
    const { one, until } = await sending();
    const texts = Array.from({ length: 30 }, (_, at) => `${at} ${'ü'.repeat((at % 5) * 9_000)}`);
    for (const [at, text] of texts.entries())
      void (at % 2 === 0 ? one.sendParts(parts(text)) : one.send(text));
    expect(await until(texts.length)).toEqual(texts);
  });

  it('are not sent behind a farewell', async () => {
    const { one, client, socket, heard } = await sending();
    const closed = once(client, 'close');
    void one.sendParts(parts('first'));
    socket.close(4401, 'signed out');
    expect(one.sendParts(parts('second'))).toBeUndefined();
    const [code] = await closed;
    expect([code, heard]).toEqual([4401, ['first']]);
  });

  it('are no more than may be unread, by their number or their bytes, until they are read', async () => {
    for (const limits of [
      { frames: 4, bytes: 1_000_000, slowMillis: 60_000 },
      { frames: 1_000, bytes: 4_000, slowMillis: 60_000 },
    ]) {
      const { one, until, slow } = await sending(limits);
      const rooms = Array.from({ length: 4 }, (_, at) => one.sendParts(parts(`${at}${'x'.repeat(1_000)}`)));
      expect(rooms.map((room) => room === undefined)).toEqual([true, true, true, false]);
      await until(4);
      await rooms.at(-1);
      expect(one.sendParts(parts('next'))).toBeUndefined();
      expect(slow).toEqual([]);
    }
  });

  it('are what they were when they were sent, also where the system takes them later', async () => {
    const most = { frames: 100_000, bytes: 100_000_000, slowMillis: 60_000 };
    const [slow, quick] = [await sending(most), await sending(most)];
    const beneath = (slow.client as unknown as { _socket: { pause(): void; resume(): void } })._socket;
    beneath.pause();
    const texts = Array.from({ length: 600 }, (_, at) =>
      `${at}`.padEnd(20_000, String.fromCharCode(97 + (at % 26))),
    );
    for (const text of texts) {
      void slow.one.sendParts(parts(text));
      void quick.one.sendParts(parts(text.toUpperCase()));
    }
    // More than both systems keep for somebody who does not read.
    expect(slow.socket.bufferedAmount).toBeGreaterThan(0);
    beneath.resume();
    const [late, early] = [await slow.until(texts.length), await quick.until(texts.length)];
    expect(late.every((text, at) => text === texts[at])).toBe(true);
    expect(early.every((text, at) => text === texts[at]?.toUpperCase())).toBe(true);
  });

  it('make known who leaves them unread', async () => {
    const { one, client, slow } = await sending({ frames: 2, bytes: 1_000_000, slowMillis: 20 });
    (client as unknown as { _socket: { pause(): void } })._socket.pause();
    void one.sendParts(parts('a'));
    void one.sendParts(parts('b'));
    while (slow.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(slow).toEqual([1]);
  });
});
