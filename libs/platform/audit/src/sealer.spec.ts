import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { EventBody } from './event.js';
import type { KeyStore, PersonKey } from './key-store.js';
import { Sealer } from './sealer.js';

const key = createSecretKey(randomBytes(32));
const keys = {
  keysOf: (_: string, ids: Iterable<string>) => new Map<string, PersonKey>([...ids].map((id) => [id, key])),
  organisationKey: () => key,
} as unknown as KeyStore;
const sealer = new Sealer(keys, '0'.repeat(64), () => new Date('2026-11-22T12:00:00Z'));

function sealed(kind: 'released' | 'written', people: number) {
  return sealer.seal({
    organisationId: randomUUID(),
    requestId: randomUUID(),
    kind,
    operation: 'releaseCells',
    actorId: null,
    touched: [],
    personIds: Array.from({ length: people }, () => randomUUID()),
    purpose: 'partner-sharing',
    basis: 'consent',
    decision: 'permitted',
  });
}

const told = (kind: 'released' | 'written', people: number) =>
  sealed(kind, people).map(({ body }) => (JSON.parse(body.toString()) as EventBody).persons.length);

describe('of whom cells left', () => {
  test('the log tells in tens: neither its list nor its length says how many agreed', () => {
    for (const people of [0, 1, 7, 10]) expect([people, told('released', people)]).toEqual([people, [10]]);
    for (const people of [11, 20]) expect([people, told('released', people)]).toEqual([people, [20]]);
    expect(sealed('released', 1)[0]?.body.length).toBe(sealed('released', 9)[0]?.body.length);
    for (const count of told('released', 1_203)) expect(count % 10).toBe(0);
  });

  test('those who stand for nobody are found by nobody', () => {
    expect(sealed('released', 3)[0]?.persons).toHaveLength(3);
  });

  test('every commitment looks like every other', () => {
    const [event] = sealed('released', 1);
    const { persons } = JSON.parse(event?.body.toString() ?? '') as EventBody;
    for (const one of persons) expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('other events say whom they concern, and nobody else', () => {
    expect(told('written', 3)).toEqual([3]);
  });
});
