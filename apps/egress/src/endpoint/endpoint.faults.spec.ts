import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { AUTHORITY, Recipient } from '../../fixtures/recipient.js';
import { type EndpointOptions, type Outcome, post } from './endpoint.js';
import { type Parcel, parcelOf } from './parcel.js';

/** Real sockets, real TLS: what each way of failing comes to, and whether anything left. */
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const ID = '0190c1d0-0000-7000-8000-00000000000d';
const options: EndpointOptions = {
  key: privateKey,
  keyId: 'test',
  now: () => new Date(),
  allowPrivate: true,
  resolve: async () => ['127.0.0.1'],
  patience: { connecting: 500, silence: 500 },
};
const usual = getCACertificates('default');
let folder: string;
let parcel: Parcel;
let recipient: Recipient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-endpoint-'));
  const file = join(folder, 'data.age');
  writeFileSync(file, Buffer.alloc(300_000, 'ciphertext \r\n--'));
  parcel = await parcelOf(ID, { manifest: '{"v":1}', file, fileName: `${ID}.csv.age` });
});
beforeEach(async () => {
  setDefaultCACertificates([readFileSync(AUTHORITY, 'utf8')]);
  recipient = await Recipient.start(publicKey);
});
afterEach(async () => {
  setDefaultCACertificates(usual);
  await recipient.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let asked = 0;
async function send(url = recipient.url, more: Partial<EndpointOptions> = {}): Promise<Outcome> {
  asked = 0;
  const beforeFirstByte = async () => {
    asked += 1;
  };
  return post({ url, idempotencyKey: ID, parcel, beforeFirstByte }, { ...options, ...more });
}

test('what arrives is whole, signed, and the same at every try', async () => {
  expect(await send()).toEqual({ kind: 'delivered' });
  expect(await send()).toEqual({ kind: 'delivered' });
  const [first, second] = recipient.requests;
  expect(first).toMatchObject({ key: ID, signed: true });
  expect(second).toEqual(first);
  expect(first?.parts.get('manifest')?.content.toString()).toBe('{"v":1}');
  expect(first?.parts.get('data')?.fileName).toBe(`${ID}.csv.age`);
  expect(first?.parts.get('data')?.content.equals(readFileSync(join(folder, 'data.age')))).toBe(true);
  expect(recipient.kept.size).toBe(1);
});

test('control: another key does not verify', async () => {
  await send(recipient.url, { key: generateKeyPairSync('ed25519').privateKey });
  expect(recipient.requests[0]?.signed).toBe(false);
});

test.each([
  [500, {}, { kind: 'later', why: 'status 500', left: true }],
  [503, { 'retry-after': '7' }, { kind: 'later', why: 'status 503', left: true, askedMillis: 7_000 }],
  [409, {}, { kind: 'later', why: 'status 409', left: true }],
  [401, {}, { kind: 'later', why: 'status 401', left: true }],
  [302, { location: 'https://localhost/elsewhere' }, { kind: 'later', why: 'status 302', left: true }],
  [307, { location: '/again' }, { kind: 'later', why: 'status 307', left: true }],
  [410, {}, { kind: 'never', why: 'status 410', left: true }],
  [422, {}, { kind: 'never', why: 'status 422', left: true }],
] as const)('status %i %j', async (status, headers, outcome) => {
  recipient.behaves = (_, response) => {
    response.writeHead(status, headers).end('canary-of-the-answer');
    return true;
  };
  const result = await send();
  expect(result).toEqual(outcome);
  expect(JSON.stringify(result)).not.toContain('canary');
  expect(recipient.requests.length).toBe(1);
});

test('silence after the request: may have left', async () => {
  recipient.behaves = () => true;
  expect(await send()).toEqual({ kind: 'later', why: 'timeout', left: true });
});

test('an answer without end is cut off, and what it says counts', async () => {
  recipient.behaves = async (_, response) => {
    response.writeHead(200);
    const gone = new Promise((done) => response.once('close', done));
    while (!response.destroyed && response.write(Buffer.alloc(16_384))) await sleep(1);
    await gone;
    return true;
  };
  expect(await send()).toEqual({ kind: 'delivered' });
});

test('headers without end are refused', async () => {
  recipient.behaves = (_, response) => {
    response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end();
    return true;
  };
  expect(await send()).toMatchObject({ kind: 'later', left: true });
});

test('a connection that breaks in the middle: may have left', async () => {
  recipient.behaves = (_, response) => {
    response.destroy();
    return true;
  };
  expect(await send()).toMatchObject({ kind: 'later', left: true });
});

describe('nothing leaves, and nobody is asked for the last word', () => {
  afterEach(() => expect(asked).toBe(0));

  test('when nobody listens', async () => {
    const { url } = recipient;
    await recipient.close();
    expect(await send(url)).toEqual({ kind: 'later', why: 'ECONNREFUSED', left: false });
  });

  test.each(['stranger', 'unsigned'])('when the certificate is that of a %s', async (certificate) => {
    const impostor = await Recipient.start(publicKey, certificate);
    const outcome = await send(impostor.url);
    expect(outcome).toMatchObject({ kind: 'later', left: false, why: expect.stringMatching(/CERT|ALTNAME/) });
    expect(impostor.requests).toEqual([]);
    await impostor.close();
  });

  test('when the authority is not trusted', async () => {
    setDefaultCACertificates(usual);
    expect(await send()).toMatchObject({ kind: 'later', left: false });
  });

  test('when the other end accepts and says nothing', async () => {
    const mute: Server = createServer(() => undefined);
    await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
    const { port } = mute.address() as { port: number };
    expect(await send(`https://localhost:${port}/`)).toEqual({ kind: 'later', why: 'timeout', left: false });
    mute.close();
  });

  test('when the name is not known', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect(await send(recipient.url, { resolve })).toEqual({ kind: 'later', why: 'ENOTFOUND', left: false });
  });

  test('when the address is private', async () => {
    expect(await send(recipient.url, { allowPrivate: false })).toEqual({
      kind: 'never',
      why: 'address',
      left: false,
    });
    expect(recipient.connections).toBe(0);
  });
});

test('the address is asked for once: a name that answers otherwise later changes nothing', async () => {
  let times = 0;
  const resolve = async () => (times++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
  expect(await send(recipient.url, { resolve })).toEqual({ kind: 'delivered' });
  expect(times).toBe(1);
});

test('what the last look throws is passed on, and no byte left', async () => {
  const beforeFirstByte = () => Promise.reject(new Error('withdrawn'));
  const delivery = { url: recipient.url, idempotencyKey: ID, parcel, beforeFirstByte };
  await expect(post(delivery, options)).rejects.toThrow('withdrawn');
  await sleep(100);
  expect(recipient.connections).toBe(1);
  expect(recipient.requests).toEqual([]);
});
