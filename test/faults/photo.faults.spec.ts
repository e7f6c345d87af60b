import { request } from 'node:http';
import sharp from 'sharp';
import { type Product, startProduct } from '../journeys/product.js';
import { refusal, Visitor } from './visitor.js';

/** Photos over HTTP, on the product as it is served. */
let product: Product;
let samira: Visitor;
let bill: Visitor;
let guest: Visitor;
let nobody: Visitor;
let red: Buffer;
let blue: Buffer;

const PHOTO = '/files/photo';
const LIMIT = 8 * 1024 * 1024;

beforeAll(async () => {
  product = await startProduct();
  const known = (name: RegExp) => {
    const person = product.signIns?.find((one) => name.test(one.name));
    if (!person) throw new Error('The demo has no such sign-in.');
    return new Visitor(product.url).signIn(person);
  };
  samira = await known(/Samira/);
  bill = await known(/Bill/);
  nobody = new Visitor(product.url);
  guest = await invited(await administrator(known), 'guest');
  const plain = (background: string) =>
    sharp({ create: { width: 300, height: 200, channels: 3, background } });
  red = await plain('#c03020').jpeg().toBuffer();
  blue = await plain('#2030c0').png().toBuffer();
}, 120_000);
afterAll(() => product?.stop());

async function administrator(known: (name: RegExp) => Promise<Visitor>): Promise<Visitor> {
  for (const { name } of product.signIns ?? []) {
    const visitor = await known(new RegExp(name));
    const { me } = await visitor.graphql<{ me: { roles: string[] } }>('{ me { roles } }');
    if (me.roles.includes('administrator')) return visitor;
  }
  throw new Error('The demo has no administrator.');
}

async function invited(by: Visitor, kind: string): Promise<Visitor> {
  const input = { idempotencyKey: crypto.randomUUID(), name: 'Gus Guest', email: 'gus@guest.example', kind };
  const { inviteEmployee } = await by.graphql<{ inviteEmployee: { path: string } }>(
    'mutation ($input: InviteEmployeeInput!) { inviteEmployee(input: $input) { path } }',
    { input },
  );
  const accepted = { token: inviteEmployee.path.split('#')[1], password: 'a lake nobody has named yet' };
  const visitor = new Visitor(product.url);
  await visitor.graphql(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { sessionId } }',
    { input: accepted },
  );
  return visitor;
}

async function put(visitor: Visitor, body: Buffer, headers: Record<string, string> = {}) {
  return visitor.ask(PHOTO, { method: 'PUT', body: new Uint8Array(body), headers });
}
async function addressOf(visitor: Visitor, size = 'small'): Promise<string | null> {
  const { me } = await visitor.graphql<{ me: { employee: { photoUrl: string | null } } }>(
    `{ me { employee { photoUrl(size: ${size}) } } }`,
  );
  return me.employee.photoUrl;
}
async function setPhoto(visitor: Visitor, file: Buffer): Promise<string> {
  const response = await put(visitor, file);
  expect(response.status).toBe(200);
  return ((await response.json()) as { photoUrl: string }).photoUrl;
}

/** The server hears of a broken connection a moment later. */
async function lastOf(ask: () => Promise<Response>, wanted: number): Promise<number> {
  let status = 0;
  for (let at = 0; at < 20 && status !== wanted; at++) {
    status = (await ask()).status;
    if (status !== wanted) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return status;
}

describe('a photo over HTTP', () => {
  it('is put, seen by colleagues as a sandboxed WebP, revalidated, and gone when it is removed', async () => {
    const small = await setPhoto(samira, red);
    expect(small).toMatch(/^\/files\/photo\/employee_[0-9a-f-]{36}\/[0-9a-f-]{36}\?size=small$/);
    expect(await addressOf(samira)).toBe(small);
    const large = (await addressOf(samira, 'large')) as string;
    for (const [address, side] of [
      [small, 96],
      [large, 384],
      [small.split('?')[0] as string, 96],
    ] as const) {
      const response = await bill.ask(address);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'image/webp',
        'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox$/),
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=60',
        vary: 'Cookie, Origin',
      });
      const { width, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect({ width, format }).toEqual({ width: side, format: 'webp' });
      const tag = response.headers.get('etag') as string;
      const again = await bill.ask(address, { headers: { 'if-none-match': tag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      // Whoever may not see it is not told that they have it already.
      const hidden = await guest.ask(address, { headers: { 'if-none-match': tag } });
      expect(await refusal(hidden)).toEqual([404, 'not_found']);
    }
    const removed = await samira.ask(PHOTO, { method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect(await refusal(await bill.ask(small))).toEqual([404, 'not_found']);
    expect(await addressOf(samira)).toBeNull();
    expect((await samira.ask(PHOTO, { method: 'DELETE' })).status).toBe(204);
  });

  it('answers alike for what is unknown, old, hidden, malformed or somebody else’s', async () => {
    const old = await setPhoto(samira, red);
    const now = await setPhoto(samira, blue);
    const own = await setPhoto(guest, blue);
    expect((await guest.ask(own)).status).toBe(200);
    expect((await bill.ask(now)).status).toBe(200);
    const [, person, token] = /photo\/(.+)\/(.+)\?/.exec(now) ?? [];
    const answers = await Promise.all(
      [
        bill.ask(old),
        guest.ask(now),
        bill.ask(`/files/photo/${person}/${crypto.randomUUID()}`),
        bill.ask(`/files/photo/employee_${crypto.randomUUID()}/${token}`),
        bill.ask(`/files/photo/post_${person?.slice(9)}/${token}`),
        bill.ask(`/files/photo/${person}/${token}?size=huge`),
        bill.ask(`/files/photo/${person}/${token}?size=small&size=large`),
        bill.ask(`/files/photo/${person}/${encodeURIComponent("' or 1=1 --")}`),
        bill.ask(`/files/photo/${person}/%00`),
        bill.ask(`/files/photo/${person}`),
        bill.ask('/files/photo/..%2f..%2fetc%2fpasswd/x'),
        bill.ask('/files/other'),
      ].map(async (asked) => {
        const response = await asked;
        const body = await response.text();
        return [response.status, body.includes('"not_found"'), body.includes(token ?? '?')];
      }),
    );
    expect(answers.map(String)).toEqual(answers.map(() => '404,true,false'));
    expect(await refusal(await nobody.ask(now))).toEqual([401, 'auth.signed_out']);
  });

  it('is nothing that another site or nobody can change', async () => {
    const before = await setPhoto(samira, red);
    const cross: Record<string, string>[] = [
      { 'x-courtyard-csrf': '' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of cross) {
      expect(await refusal(await put(samira, blue, headers))).toEqual([400, 'auth.cross_site']);
      const removing = await samira.ask(PHOTO, { method: 'DELETE', headers });
      expect(await refusal(removing)).toEqual([400, 'auth.cross_site']);
    }
    expect(await refusal(await put(nobody, blue))).toEqual([401, 'auth.signed_out']);
    expect(await refusal(await nobody.ask(PHOTO, { method: 'DELETE' }))).toEqual([401, 'auth.signed_out']);
    expect(await addressOf(samira)).toBe(before);
    expect((await bill.ask(before)).status).toBe(200);
  });

  it('is refused by content and size, whatever its type is called, and what was there stays', async () => {
    const before = await setPhoto(samira, red);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    const one = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const [body, type, answer] of [
      [svg, 'image/png', [415, 'photo.not_an_image']],
      [svg, 'image/svg+xml', [415, 'photo.not_an_image']],
      [Buffer.from('{"a":1}'), 'application/json', [415, 'photo.not_an_image']],
      [Buffer.alloc(0), 'image/png', [415, 'photo.not_an_image']],
      [one, 'image/png', [422, 'photo.too_small']],
      [red.subarray(0, red.length / 2), 'image/jpeg', [422, 'photo.unreadable']],
    ] as const)
      expect(await refusal(await put(samira, body, { 'content-type': type }))).toEqual(answer);
    // The answer arrives, also while the rest is still on its way.
    for (const visitor of [samira, bill]) {
      const tooLong = await put(visitor, Buffer.alloc(4 * LIMIT));
      expect(await refusal(tooLong)).toEqual([413, 'input.too_large']);
    }
    const unwanted = await put(nobody, Buffer.alloc(4 * LIMIT));
    expect(await refusal(unwanted)).toEqual([401, 'auth.signed_out']);
    expect(await addressOf(samira)).toBe(before);
    // The same bytes under a wrong name are a picture all the same.
    expect((await put(samira, blue, { 'content-type': 'text/plain' })).status).toBe(200);
    // The other doors take no picture.
    const elsewhere = await samira.ask('/graphql', {
      method: 'POST',
      body: new Uint8Array(Buffer.alloc(LIMIT)),
      headers: { 'content-type': 'image/png' },
    });
    expect(elsewhere.status).toBeGreaterThanOrEqual(400);
  });

  it('is refused before it is read, and slow senders keep out nobody but themselves', async () => {
    /** Sends the beginning of a picture and no end. */
    const begin = (headers: Record<string, string>) => {
      const sending = request(`${product.url}${PHOTO}`, { method: 'PUT', headers });
      const status = new Promise<number>((resolve) => {
        sending.on('response', (response) => resolve(response.statusCode ?? 0));
        sending.on('error', () => resolve(0));
      });
      sending.write(red);
      return { sending, status };
    };
    const { cookie: _, ...withoutCookie } = samira.headers;
    expect(await begin(withoutCookie).status).toBe(401);
    // Whichever of the three comes last.
    const slow = [1, 2, 3].map(() => begin(samira.headers));
    expect(await Promise.race(slow.map(({ status }) => status))).toBe(429);
    expect((await put(guest, red)).status).toBe(200);
    for (const { sending } of slow) sending.destroy();
    expect(await lastOf(() => put(samira, red), 200)).toBe(200);
  });

  it('is stopped when one person sends without end, and that binds nobody else', async () => {
    const answers: number[] = [];
    for (let at = 0; at < 40 && answers.at(-1) !== 429; at++) answers.push((await put(bill, red)).status);
    expect(answers.at(-1)).toBe(429);
    const stopped = await put(bill, red);
    expect(await refusal(stopped)).toEqual([429, 'rate.limited']);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await put(guest, red)).status).toBe(200);
  });
});
