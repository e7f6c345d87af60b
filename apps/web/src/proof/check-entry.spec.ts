import { checkEntry, type EntryProof, holds, type ShownEntry } from './check-entry';
import { leafHashOf, nodeHashOf } from './inclusion';

const entry: ShownEntry = {
  eventId: '01936d2a-0000-7000-8000-000000000001',
  at: '2026-11-22T09:40:00.123Z',
  operation: 'revealField',
  purpose: 'collaboration',
  decision: 'permitted',
  roles: ['employee'],
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

async function proven(): Promise<EntryProof> {
  const body = JSON.stringify({ ...entry, id: entry.eventId, eventId: undefined, v: 1 });
  const leaf = await leafHashOf(new TextEncoder().encode(body));
  const sibling = await leafHashOf(Uint8Array.of(1));
  const root = await nodeHashOf(sibling, leaf);
  return {
    position: '1',
    treeSize: '2',
    leafHash: hex(leaf),
    path: [hex(sibling)],
    root: hex(root),
    checkpoint: `courtyard.example/log\n2\n${base64(root)}\n\n— courtyard.example/log AAAA\n`,
    body,
  };
}

describe('the proof of an entry', () => {
  it('holds for the entry on the screen', async () => {
    expect(holds(await checkEntry(await proven(), entry))).toBe(true);
  });

  it('is worth nothing for another entry than the one on the screen', async () => {
    for (const change of [{ decision: 'denied' }, { roles: [] }, { eventId: 'x' }, { purpose: 'legal' }]) {
      const verdict = await checkEntry(await proven(), { ...entry, ...change });
      expect(verdict).toMatchObject({ shown: false, unaltered: true, placed: true });
    }
  });

  it('finds a changed byte, another place, a root that was never signed', async () => {
    const proof = await proven();
    const cases: [Partial<EntryProof>, object][] = [
      [{ body: `${proof.body} ` }, { unaltered: false }],
      [{ position: '0' }, { placed: false }],
      [{ position: '-1' }, { placed: false }],
      [{ treeSize: '3' }, { placed: false, signed: false }],
      [{ path: [] }, { placed: false }],
      [{ path: ['not a hash'] }, { placed: false }],
      [{ root: proof.leafHash }, { placed: false, signed: false }],
      [{ checkpoint: proof.checkpoint.replace('\n2\n', '\n4\n') }, { signed: false }],
      [{ checkpoint: proof.checkpoint.split('\n\n')[0] as string }, { signed: false }],
      [{ body: 'not JSON' }, { shown: false, unaltered: false }],
    ];
    for (const [change, expected] of cases) {
      const verdict = await checkEntry({ ...proof, ...change }, entry);
      expect(verdict).toMatchObject(expected);
      expect(holds(verdict)).toBe(false);
    }
  });
});
