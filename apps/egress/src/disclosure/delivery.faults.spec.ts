import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, verifyManifest } from '@courtyard/egress';
import { Company } from '../../fixtures/company.js';
import { EgressProcess, until } from '../../fixtures/egress-process.js';
import { type Boundary, Gate } from '../../fixtures/gate.js';
import { Recipient } from '../../fixtures/recipient.js';

/** The process itself, on a real database and over real TLS: what arrives, and what is written down of it. */
let company: Company;
let recipient: Recipient;
let gate: Gate;
let egress: EgressProcess | undefined;

beforeAll(async () => {
  company = await Company.found();
  gate = await Gate.install(company);
}, 120_000);
beforeEach(async () => {
  recipient = await Recipient.start((await company.publicKey()).key);
  await company.says(company.bill, true, recipient.url);
  await company.says(company.samira, true, recipient.url);
});
afterEach(async () => {
  await egress?.end('SIGKILL');
  egress = undefined;
  await recipient.close();
  await company.query("update disclosure set status = 'ended' where status = 'approved'");
});
afterAll(() => company?.close());

const came = (id: string, where: RegExp) =>
  until(async () => (await company.steps(id)).find((step) => where.test(step)), `A step ${where}`);
const ended = (id: string) => came(id, /delivered|failed/);
/** Ended, or sent no more. */
const atRest = (id: string) => came(id, /delivered|failed|stopped/);

/** What officers can learn of a disclosure from what is written down, but for digests and times. */
async function told(id: string) {
  const events = (await company.query<{ body: Buffer }>('select body from audit_event order by id'))
    .map(({ body }) => ({ length: body.length, body: JSON.parse(body.toString('utf8')) }))
    .filter(({ body }) => body.case === id)
    .map(({ length, body }) => [length, body.kind, body.operation, body.fields, body.persons?.length]);
  const manifests = await company.query<{ manifest: string | null }>(
    'select manifest from disclosure_step where disclosure_id = $1 order by id',
    [id],
  );
  const shown = manifests.map(({ manifest }) => {
    if (manifest === null) return null;
    const { columns, file } = JSON.parse(readManifest(manifest).json);
    return { columns, format: file.format, length: manifest.length };
  });
  return { steps: await company.steps(id), events, shown };
}

test('to an endpoint: once, whole, encrypted, signed, recorded', async () => {
  const id = await company.approved({ endpoint: recipient.url });
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  expect(await company.steps(id)).toEqual(['claimed', 'prepared', 'sending', 'delivered']);
  const [received] = [...recipient.kept.values()];
  expect(recipient.requests.length).toBe(1);
  expect(received).toMatchObject({ key: id, signed: true });
  const data = received?.parts.get('data')?.content ?? Buffer.alloc(0);
  expect(await company.names(data)).toEqual([`"${company.bill.name}"`, `"'${company.samira.name}"`].sort());
  const signed = readManifest(received?.parts.get('manifest')?.content.toString() ?? '');
  const manifest = verifyManifest(signed, (await company.publicKey()).text);
  expect(manifest).toMatchObject({
    disclosure: id,
    purpose: 'partner-sharing',
    columns: [{ field: 'Employee.name', cells: 'fewer than ten', released: 'fewer than ten' }],
  });
});

test('who reads the log learns neither how many agreed, nor to which field, nor how often somebody spoke', async () => {
  const id = await company.approved({
    endpoint: recipient.url,
    fields: [
      ['Employee', 2],
      ['Employee', 5],
    ],
  });
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  const events = (await company.query<{ body: Buffer }>('select body from audit_event'))
    .map(({ body }) => JSON.parse(body.toString('utf8')))
    .filter((body) => body.case === id);
  const [released, ...more] = events.filter(({ kind }) => kind === 'released');
  expect(more).toEqual([]);
  // Two people agreed, to their names only.
  expect(released.persons).toHaveLength(10);
  expect(released.fields).toEqual([2, 5]);
  const manifest = [...recipient.kept.values()][0]?.parts.get('manifest')?.content.toString() ?? '';
  // The length of a file of names is the sum of theirs.
  expect(JSON.parse(readManifest(manifest).json).file).toEqual({
    format: 'csv',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const told = [
    verifyManifest(readManifest(manifest), (await company.publicKey()).text).indexVersion,
    ...events.map(({ indexVersion }) => indexVersion).filter((version) => version !== null),
  ];
  expect(new Set(told)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
});

test('to a file drop, as JSON Lines: a folder that appears whole', async () => {
  await company.says(company.bill, true);
  await company.says(company.samira, true);
  const id = await company.approved({ format: 'jsonl' });
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  const folder = join(company.folder, 'disclosures', id);
  expect(readdirSync(folder).sort()).toEqual([`${id}.jsonl.age`, 'manifest.json']);
  const data = readFileSync(join(folder, `${id}.jsonl.age`));
  const rows = (await company.decrypted(data))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ cells }) => cells['Employee.name']).sort()).toEqual(
    [company.bill.name, company.samira.name].sort(),
  );
  // Neither an id of ours nor an order of ours: by the random ids of this recipient.
  expect(JSON.stringify(rows)).not.toContain(company.bill.id);
  expect(rows.map(({ ref }) => ref)).toEqual(rows.map(({ ref }) => ref).sort());
  verifyManifest(
    readManifest(readFileSync(join(folder, 'manifest.json'), 'utf8')),
    (await company.publicKey()).text,
  );
  expect(await company.departures(id)).toEqual([`${company.bill.id} 1`, `${company.samira.id} 1`].sort());
  expect(await company.recorded(id)).toEqual(['prepareDisclosure', 'releaseCells', 'deliverDisclosure']);
});

test('a recipient verifies with what the guide gives them, and sees a changed byte', async () => {
  await company.says(company.bill, true);
  const id = await company.approved();
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  const folder = join(company.folder, 'disclosures', id);
  const script = join(__dirname, '../../../../docs/guides/verify-disclosure.mjs');
  const verified = (key: string) => spawnSync(process.execPath, [script, folder, key], { encoding: 'utf8' });
  const { text: key } = await company.publicKey();
  expect(JSON.parse(verified(key).stdout)).toMatchObject({ disclosure: id, onward: expect.any(String) });
  expect(verified(Buffer.alloc(32).toString('base64')).stderr).toMatch(/another key/);
  const file = join(folder, `${id}.csv.age`);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(verified(key)).toMatchObject({ status: 1, stderr: expect.stringMatching(/not the one/) });
});

describe('what holds whatever dies', () => {
  const BOUNDARIES: readonly (readonly [string, Boundary])[] = [
    ['before it is claimed', { table: 'disclosure_step', word: 'claimed' }],
    ['before it is recorded that it is prepared', { table: 'audit_event', word: 'disclosure' }],
    ['before it is recorded whom it concerns', { table: 'audit_event', word: 'released' }],
    ['before it is prepared', { table: 'disclosure_step', word: 'prepared' }],
    ['before the first byte', { table: 'disclosure_step', word: 'sending' }],
    ['before it is recorded that it arrived', { table: 'audit_event', word: 'disclosure', after: 1 }],
    ['before it is delivered', { table: 'disclosure_step', word: 'delivered' }],
  ];
  /** What the process was writing when it died: the server never had it, or had it already. */
  const cases = (...fates: readonly ('lost' | 'committed')[]) =>
    BOUNDARIES.flatMap(([name, boundary]) => fates.map((fate) => [name, fate, boundary] as const));

  /** A process of its own that is killed when it stands before the boundary. */
  async function killedAt(boundary: Boundary, fate: 'lost' | 'committed'): Promise<void> {
    await gate.close(boundary);
    const doomed = await EgressProcess.start(company);
    await gate.reached();
    await doomed.end('SIGKILL');
    await gate.open(fate);
  }

  test.each(cases('lost', 'committed'))(
    'killed %s (%s): sent once, and nothing forgotten',
    async (_, fate, boundary) => {
      const id = await company.approved({ endpoint: recipient.url });
      await killedAt(boundary, fate);
      egress = await EgressProcess.start(company);
      expect(await ended(id)).toBe('delivered');
      expect(recipient.kept.size).toBe(1);
      const bodies = recipient.requests.map(({ parts }) => parts.get('data')?.content.toString('base64'));
      expect(new Set(bodies).size).toBe(1);
      expect(await company.departures(id)).toEqual([`${company.bill.id} 1`, `${company.samira.id} 1`].sort());
      const steps = await company.steps(id);
      expect(steps.filter((step) => step === 'delivered')).toEqual(['delivered']);
      expect(steps[0]).toBe('claimed');
      const [before, whom] = await company.recorded(id);
      expect([before, (await company.recorded(id)).includes('releaseCells')]).toEqual([
        'prepareDisclosure',
        true,
      ]);
      expect(whom).toBeDefined();
    },
  );

  test.each(cases('lost'))(
    'killed %s (%s), everybody withdraws, nothing of them is sent any more',
    async (_, fate, boundary) => {
      const id = await company.approved({ endpoint: recipient.url });
      await killedAt(boundary, fate);
      const before = recipient.requests.length;
      await company.says(company.bill, false, recipient.url);
      await company.says(company.samira, false, recipient.url);
      const steps = await company.steps(id);
      const hadBegun = steps.includes('sending');
      egress = await EgressProcess.start(company);
      expect(await atRest(id)).toBe(hadBegun && !steps.includes('delivered') ? 'stopped' : 'delivered');
      for (const { parts } of recipient.requests.slice(before)) {
        expect(hadBegun).toBe(false);
        expect(await company.names(parts.get('data')?.content ?? Buffer.alloc(0))).toEqual([]);
      }
      // Whoever received something has it in their record, and whoever did not may have it only where it was about to leave.
      expect(await company.departures(id)).toHaveLength(hadBegun ? 2 : 0);
    },
  );

  test.each(cases('committed'))('killed %s (%s), one of two withdraws', async (_, fate, boundary) => {
    const id = await company.approved({ endpoint: recipient.url });
    await killedAt(boundary, fate);
    const before = recipient.requests.length;
    await company.says(company.samira, false, recipient.url);
    egress = await EgressProcess.start(company);
    const end = await atRest(id);
    if (before > 0) {
      // The file has left as it was; it is not sent again, and no other under its key.
      expect(recipient.requests.length).toBe(before);
      return;
    }
    const hadBegun = (await company.departures(id)).length === 2;
    expect(end).toBe(hadBegun ? 'stopped' : 'delivered');
    for (const { parts } of recipient.requests) {
      const data = parts.get('data')?.content ?? Buffer.alloc(0);
      expect(await company.names(data)).toEqual([`"${company.bill.name}"`]);
    }
  });
});

describe('a recipient that does not do as it should', () => {
  const answering = (...statuses: number[]) => {
    recipient.behaves = (_, response) => {
      const status = statuses.shift();
      if (status === undefined) return false;
      response.writeHead(status, status === 307 ? { location: 'https://localhost/elsewhere' } : {}).end();
      return true;
    };
  };

  test.each([[500], [503], [409], [307], [401]])('answers %i at first', async (status) => {
    answering(status);
    const id = await company.approved({ endpoint: recipient.url });
    egress = await EgressProcess.start(company);
    expect(await ended(id)).toBe('delivered');
    expect(await company.steps(id)).toEqual(['claimed', 'prepared', 'sending', 'sending', 'delivered']);
    const bodies = recipient.requests.map(({ parts }) => parts.get('data')?.content.toString('base64'));
    expect([bodies.length, new Set(bodies).size]).toEqual([2, 1]);
    expect(await company.departures(id)).toHaveLength(2);
  });

  test('says that it is gone: ended, and what left is recorded', async () => {
    answering(410);
    const id = await company.approved({ endpoint: recipient.url });
    egress = await EgressProcess.start(company);
    expect(await ended(id)).toBe('failed');
    expect(await company.departures(id)).toHaveLength(2);
    expect(await company.recorded(id)).toEqual(['prepareDisclosure', 'releaseCells', 'failDisclosure']);
  });

  test('has the wrong certificate: nothing leaves, nobody is told that it did; it goes on when that is put right', async () => {
    const impostor = await Recipient.start((await company.publicKey()).key, 'stranger');
    await company.says(company.bill, true, impostor.url);
    const id = await company.approved({ endpoint: impostor.url });
    egress = await EgressProcess.start(company);
    await until(async () => impostor.connections >= 2, 'A second try');
    expect(impostor.requests).toEqual([]);
    expect(await company.steps(id)).toEqual(['claimed', 'prepared']);
    expect(await company.departures(id)).toEqual([]);
    await company.query("update disclosure set status = 'ended' where id = $1", [id]);
    expect(await ended(id)).toBe('failed');
    await impostor.close();
  });

  test('swallows the request; killed meanwhile; withdrawn meanwhile', async () => {
    recipient.behaves = () => true;
    const id = await company.approved({ endpoint: recipient.url });
    const doomed = await EgressProcess.start(company);
    await until(async () => recipient.requests.length === 1, 'A request');
    await doomed.end('SIGKILL');
    recipient.behaves = () => false;
    await company.says(company.samira, false, recipient.url);
    egress = await EgressProcess.start(company);
    expect(await atRest(id)).toBe('stopped');
    expect(recipient.requests.length).toBe(1);
    expect(await company.departures(id)).toHaveLength(2);
    expect(await company.recorded(id)).toEqual(['prepareDisclosure', 'releaseCells']);
    expect(readdirSync(join(company.folder, 'egress'))).not.toContain(id);
    // It ends when it expires, in the words of one that was never answered.
    await company.expires(id);
    expect(await ended(id)).toBe('failed');
    expect(await company.recorded(id)).toEqual(['prepareDisclosure', 'releaseCells', 'failDisclosure']);
  });

  test('two processes at once send once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push(await company.approved({ endpoint: recipient.url }));
    const [one, other] = await Promise.all([EgressProcess.start(company), EgressProcess.start(company)]);
    for (const id of ids) expect(await ended(id)).toBe('delivered');
    await Promise.all([one.end('SIGTERM'), other.end('SIGTERM')]);
    expect(recipient.requests.map(({ key }) => key).sort()).toEqual([...ids].sort());
  });
});

test('withdrawn while it is queued: it stops, and nobody of it was written to the disk', async () => {
  const id = await company.approved({ endpoint: recipient.url });
  await company.says(company.bill, false, recipient.url);
  await company.says(company.samira, false, recipient.url);
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  const [request, ...more] = recipient.requests;
  expect(more).toEqual([]);
  expect(await company.names(request?.parts.get('data')?.content ?? Buffer.alloc(0))).toEqual([]);
  expect(await company.departures(id)).toEqual([]);
});

describe.each(['csv', 'jsonl'] as const)('as %s', (format) => {
  test('nobody, one, both: whoever is not one of them is told the same', async () => {
    const requested = {
      format,
      fields: [
        ['Employee', 2],
        ['Post', 5],
      ] as const,
    };
    const learnt: unknown[] = [];
    egress = await EgressProcess.start(company, {
      NODE_ENV: 'production',
      EGRESS_ALLOW_PRIVATE: '',
    });
    for (const [bill, samira] of [
      [true, true],
      [false, true],
      [false, false],
    ] as const) {
      await company.says(company.bill, bill);
      await company.says(company.samira, samira);
      const id = await company.approved(requested);
      expect(await ended(id)).toBe('delivered');
      learnt.push(await told(id));
      expect(await company.departures(id)).toHaveLength(Number(bill) + Number(samira));
    }
    expect(learnt[1]).toEqual(learnt[0]);
    expect(learnt[2]).toEqual(learnt[0]);
    // Nor from what the process says to whoever keeps it running.
    const said = () =>
      (egress?.said.split('\n') ?? [])
        .map((line) => line.match(/"event":"([^"]*)"/)?.[1])
        .filter((event) => event?.startsWith('disclosure'));
    // A line comes after the step that it tells of.
    await until(async () => said().length >= learnt.length, 'A line for each');
    expect(said()).toEqual(Array.from({ length: 3 }, () => 'disclosure.delivered'));
  });
});

test('its recipient was retired meanwhile: nothing is sent, and it failed', async () => {
  const id = await company.approved({ endpoint: recipient.url });
  await company.query(
    "update recipient set status = 'retired' where id = (select recipient_id from disclosure where id = $1)",
    [id],
  );
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('failed');
  expect(recipient.connections).toBe(0);
  await company
    .query(
      "update recipient set status = 'active' where id = (select recipient_id from disclosure where id = $1)",
      [id],
    )
    .catch(() => undefined);
});

test('it expires while nobody listens: failed, and nothing is in anybody’s record', async () => {
  const { url } = recipient;
  await recipient.close();
  const id = await company.approved({ endpoint: url });
  egress = await EgressProcess.start(company);
  await until(async () => /ECONNREFUSED/.test(egress?.said ?? ''), 'A try');
  await company.expires(id);
  expect(await ended(id)).toBe('failed');
  expect(await company.departures(id)).toEqual([]);
  recipient = await Recipient.start(undefined);
});

test('a new yes while the recipient is down is in what is sent', async () => {
  await company.says(company.samira, false, recipient.url);
  const { url } = recipient;
  await gate.close({ table: 'disclosure_step', word: 'sending' });
  const id = await company.approved({ endpoint: url });
  const doomed = await EgressProcess.start(company);
  await gate.reached();
  await doomed.end('SIGKILL');
  await gate.open('lost');
  await company.says(company.samira, true, url);
  egress = await EgressProcess.start(company);
  expect(await ended(id)).toBe('delivered');
  const data = recipient.requests[0]?.parts.get('data')?.content ?? Buffer.alloc(0);
  expect(await company.names(data)).toHaveLength(2);
  expect(await company.departures(id)).toHaveLength(2);
});

test('it ends within 400 ms of SIGTERM, also in the middle of sending', async () => {
  recipient.behaves = () => true;
  await company.approved({ endpoint: recipient.url });
  egress = await EgressProcess.start(company);
  await until(async () => recipient.requests.length === 1, 'A request');
  const asked = Date.now();
  expect(await egress.end('SIGTERM')).toBe(0);
  expect(Date.now() - asked).toBeLessThan(800);
});
