import { createHash } from 'node:crypto';
import { commitmentTo } from './commitment.js';

const SAID = {
  id: '0190c1d0-0000-7000-8000-000000000001',
  kind: 'ConsentGiven',
  requestId: '0190c1d0-0000-7000-8000-000000000002',
  entity: 'Employee',
  fieldNo: 2,
  rowId: null,
  at: '2026-11-22T12:00:00.000Z',
  provenBy: null,
  seen: null,
} as const;

/** RFC 8785 by hand: the keys in their order. */
const words = (scheme: number, proven = '') =>
  `{"said":[{"at":"2026-11-22T12:00:00.000Z","entity":"Employee","fieldNo":2,"id":"${SAID.id}","kind":"ConsentGiven",${proven}"requestId":"${SAID.requestId}","rowId":null}],"scheme":"courtyard/consent-commitment/${scheme}"}`;
const sha = (text: string) => createHash('sha256').update(`salt\n${text}`).digest('hex');

test('a commitment is to the words, and to the proof of a yes among them', () => {
  expect(commitmentTo('salt', [{ ...SAID, provenBy: 'passkey' }])).toBe(
    sha(words(2, '"provenBy":"passkey",')),
  );
  expect(commitmentTo('salt', [{ ...SAID, provenBy: 'password' }])).not.toBe(
    commitmentTo('salt', [{ ...SAID, provenBy: 'passkey' }]),
  );
});

test('without a proof in them it is what it always was, so that older receipts open theirs', () => {
  expect(commitmentTo('salt', [SAID])).toBe(sha(words(1)));
});
