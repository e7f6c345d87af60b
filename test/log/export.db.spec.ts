import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey, LogReader, proveEvent, readVerifier, TreeStore } from '@courtyard/audit';
import { exportLog } from '../../apps/cli/src/log/export.js';
import { verifyCommand } from '../../apps/cli/src/verify/verify.js';
import { ORGANISATION, OTHER_ORGANISATION } from '../../libs/platform/audit/fixtures/house.js';
import { Log, logEvent } from '../../libs/platform/audit/fixtures/log.js';
import { insertEvents } from '../../libs/platform/audit/src/statement.js';

describe('the log as outsiders get it', () => {
  let log: Log;
  let out: string;
  let key: string;

  beforeAll(async () => {
    log = await Log.build();
    out = mkdtempSync(join(tmpdir(), 'courtyard-out-'));
    await log.recordMany(290);
    await log.api.flight(OTHER_ORGANISATION, [
      insertEvents(
        OTHER_ORGANISATION,
        [1, 2, 3].map(() => logEvent({}, OTHER_ORGANISATION)),
      ),
    ]);
    await log.recordMany(20);
    await log.grow(log.sequencer(), 313);
    await log.endSequencers();
    key = formatVerifierKey((await readVerifier(log.secrets))!);
  }, 60_000);
  afterAll(async () => {
    rmSync(out, { recursive: true });
    await log.close();
  });

  const taken = (name: string, organisationId?: string) =>
    exportLog({
      reader: new LogReader(log.server.open('audit', 1)),
      folder: join(out, name),
      organisationId,
    });
  const verified = async (name: string) => {
    const said: string[] = [];
    const proven = await verifyCommand(join(out, name), { key }, (one) => said.push(one));
    return { proven, said: said.join('\n') };
  };

  it('is whole and verifies, and needs an empty folder', async () => {
    expect(await taken('whole')).toEqual({ entries: 313n, size: 313n });
    expect(await verified('whole')).toEqual({
      proven: true,
      said: expect.stringContaining('Each of its 313 entries is there'),
    });
    expect(readdirSync(join(out, 'whole')).sort()).toEqual(['checkpoint', 'tile']);
    await expect(taken('whole')).rejects.toMatchObject({ code: 'log.folder_in_use' });
  });

  it('shows one organisation nothing of another', async () => {
    expect(await taken('part', OTHER_ORGANISATION)).toEqual({ entries: 3n, size: 313n });
    expect(await verified('part')).toEqual({
      proven: true,
      said: expect.stringContaining('3 of 313 entries are in this export'),
    });
    const files = readdirSync(join(out, 'part'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.join()).not.toContain(ORGANISATION);
    expect(files.join()).toContain(OTHER_ORGANISATION);
  });

  it('proves one event by a file, with the rights of the api', async () => {
    const reader = new LogReader(log.server.open('audit', 1));
    const events = await reader.events(0n, 313n);
    const store = new TreeStore(log.api);
    for (const at of [0, 1, 255, 256, 312]) {
      const proof = await proveEvent(store, events[at]!);
      const file = `event-${at}.json`;
      writeFileSync(join(out, file), JSON.stringify(proof));
      expect(await verified(file)).toEqual({ proven: true, said: expect.stringContaining(`at place ${at}`) });
      const body = proof!.body.replace('permitted', 'denied');
      writeFileSync(join(out, file), JSON.stringify({ ...proof, body }));
      expect((await verified(file)).proven).toBe(false);
    }
    // What is not yet signed has no proof yet.
    expect(await proveEvent(store, { position: 313n, body: Buffer.from('{}') })).toBeNull();
  });

  it('is not written when an event that stands in it is gone, and is found out when a body was changed', async () => {
    await log.owner.query(`alter table audit_event drop constraint audit_event_leaf_check`);
    await log.owner.query(`update audit_event set body = convert_to(replace(convert_from(body, 'UTF8'), 'permitted', 'denied'), 'UTF8')
      where id = (select event_id from audit_leaf where position = 100)`);
    await taken('changed');
    expect(await verified('changed')).toEqual({
      proven: false,
      said: expect.stringContaining(
        'one was changed, dropped, added or moved. (tile.mismatch at tile/0/000)',
      ),
    });
    await log.owner.query(
      'delete from audit_event where id = (select event_id from audit_leaf where position = 7)',
    );
    await expect(taken('gone')).rejects.toMatchObject({ code: 'log.entry_missing' });
    expect(readdirSync(join(out, 'gone'))).not.toContain('checkpoint');
    expect((await verified('gone')).proven).toBe(false);
  });
});
