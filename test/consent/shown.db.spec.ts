import type { EmployeeActor } from '@courtyard/access';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { codeOf, idOf, to } from '../../libs/feed/fixtures/house.js';
import { type EgressHouse, openEgressHouse } from '../egress/house.js';
import { nodeOf, type Shown } from './house.js';

/** Lets a control take the comparison of versions away. */
let mockIsBlind = false;
jest.mock('../../libs/consent/src/consent/shown.js', () => {
  const actual = jest.requireActual('../../libs/consent/src/consent/shown.js');
  return {
    ...actual,
    versionOf: (...args: unknown[]) => (mockIsBlind ? 'any' : actual.versionOf(...args)),
  };
});

jest.setTimeout(240_000);

const RUNS = Number(process.env['CONSENT_RUNS'] ?? 12);

/*
 * A yes never covers words that the person was not shown: whoever edits, whenever they do, and whatever moment they write down.
 * Whether something would leave is asked of the sentence that role egress reads by.
 */
let house: EgressHouse;
beforeAll(async () => {
  house = await openEgressHouse();
});
afterAll(() => house?.close());
afterEach(() => {
  mockIsBlind = false;
});

type Kind = 'Post' | 'Comment';
interface Written {
  readonly kind: Kind;
  readonly id: string;
  readonly nodeId: string;
  version: number;
  text: string;
}

const table = { Post: 'post', Comment: 'comment' } as const;
let texts = 0;
/** By bill, of eva: it takes a yes of both. */
const thanks = () => `Thank you, Eva Ernst, for the ${++texts} tickets.`;

async function write(kind: Kind): Promise<Written> {
  const { bill, eva } = house;
  const post = await house.publish(bill, [to.everybody], kind === 'Post' ? thanks() : 'Who helped?');
  const row =
    kind === 'Post'
      ? post
      : await house.comments.add(await house.again(bill), {
          idempotencyKey: newId(),
          postId: idOf.post(post.id),
          body: thanks(),
        });
  const nodeId = kind === 'Post' ? idOf.post(row.id) : idOf.comment(row.id);
  const written = { kind, id: row.id, nodeId, version: row.version, text: row.body };
  await mark(written, [eva]);
  return written;
}

async function mark({ nodeId, version }: Written, people: readonly EmployeeActor[]): Promise<void> {
  const employeeIds = people.map(({ employeeId }) => idOf.employee(employeeId));
  await house.markings.mark(await house.again(house.bill), { id: nodeId, version, employeeIds });
}

/** As its author does: other words, and of the same person. */
async function edit(written: Written): Promise<void> {
  const body = thanks();
  const input = { id: written.nodeId, version: written.version, body };
  const author = await house.again(house.bill);
  const row = await (written.kind === 'Post'
    ? house.posts.revise(author, input)
    : house.comments.revise(author, input));
  written.text = body;
  written.version = row.version;
  await mark(written, [house.eva]);
}

/** As a process would whose clock is slow, or that waited for the row: an old moment under new words. */
async function editWithOldStamp(written: Written): Promise<void> {
  const body = thanks();
  const said = written.kind === 'Post' ? 'published_at' : 'created_at';
  await house.owner.query(
    `update ${table[written.kind]} set body = $1, edited_at = ${said}, version = version + 1 where id = $2`,
    [body, written.id],
  );
  written.text = body;
  written.version += 1;
}

async function asked({ kind }: Written) {
  house.clock.pass({ days: 100 });
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, [`${kind}.body`]);
  const field = `${kind}.body`;
  const look = (who: EmployeeActor, { nodeId }: Written) => house.shown(who, request.id, field, [nodeId]);
  const say = (who: EmployeeActor, written: Written, shown: Shown, yes = true) =>
    codeOf(house.answer(who, request.id, field, yes, [written.nodeId], shown));
  return { recipient, request, look, say };
}

async function settle(): Promise<void> {
  house.clock.pass({ hours: 25 });
  await house.index.rebuildDue(house.organisationId);
}

async function leaves(requestId: string, { text }: Written): Promise<boolean> {
  const cells = await house.ownCells.wouldLeave(await house.again(house.bill), nodeOf.request(requestId));
  const cell = cells.find(({ value }) => value === text);
  if (!cell) throw new Error('It is not told whether it would leave.');
  return cell.released;
}

async function answersOf({ employeeId }: EmployeeActor, recipientId: string): Promise<string[]> {
  const { rows } = await house.owner.query(
    `select kind from consent_event where employee_id = $1 and recipient_id = $2 and entity is not null order by at, id`,
    [employeeId, recipientId],
  );
  return rows.map(({ kind }) => kind);
}

const CASES = (['Post', 'Comment'] as const).flatMap((kind) =>
  (['bill', 'eva'] as const).map(
    (who) => [kind, who === 'bill' ? 'its author' : 'whom it names', who] as const,
  ),
);

describe.each(CASES)('a yes to a %s by %s', (kind, _, name) => {
  const people = () => {
    const other = name === 'bill' ? house.eva : house.bill;
    return { who: house[name], other };
  };

  it('covers what was shown: the whole of it, and nothing else', async () => {
    const { who, other } = people();
    const written = await write(kind);
    const { request, look, say } = await asked(written);
    const query = { requestId: nodeOf.request(request.id), fieldKey: `${kind}.body`, first: 100 };
    const { rows } = await house.cards.items(await house.again(who), query);
    expect(rows.find(({ id }) => id === written.nodeId)?.text).toBe(written.text);
    expect(await say(other, written, await look(other, written))).toBe('answered');
    await settle();
    expect(await leaves(request.id, written)).toBe(false);
    expect(await say(who, written, await look(who, written))).toBe('answered');
    await settle();
    expect(await leaves(request.id, written)).toBe(true);
    // An edit takes it out again, and the card says so.
    await edit(written);
    expect(await leaves(request.id, written)).toBe(false);
    const again = await house.cards.items(await house.again(who), query);
    expect(again.rows.find(({ id }) => id === written.nodeId)?.answer?.state).toBe('invalidated');
  });

  it('is not recorded where it was edited between card and answer; a later look is', async () => {
    const { who, other } = people();
    const written = await write(kind);
    const { recipient, request, look, say } = await asked(written);
    const before = await look(who, written);
    await edit(written);
    expect(await say(who, written, before)).toBe('consent.stale_version');
    expect(await answersOf(who, recipient.id)).toEqual([]);
    expect((await house.rowsOf(who)).filter((row) => row.recipient === recipient.id)).toEqual([]);
    expect(await say(other, written, await look(other, written))).toBe('answered');
    await settle();
    expect(await leaves(request.id, written)).toBe(false);
    expect(await say(who, written, await look(who, written))).toBe('answered');
    await settle();
    expect(await leaves(request.id, written)).toBe(true);
  });

  it('needs a version; a no needs none, and is never refused', async () => {
    const { who } = people();
    const written = await write(kind);
    const { recipient, look, say } = await asked(written);
    for (const version of [undefined, null, ''])
      expect(await say(who, written, { items: [{ id: written.nodeId, version }] })).toBe(
        'consent.version_needed',
      );
    expect(await answersOf(who, recipient.id)).toEqual([]);
    const before = await look(who, written);
    await edit(written);
    expect(await say(who, written, before, false)).toBe('answered');
    expect(await say(who, written, { items: [{ id: written.nodeId }] }, false)).toBe('answered');
    expect(await answersOf(who, recipient.id)).toEqual(['ConsentRefused', 'ConsentRefused']);
  });

  it('that is said while an edit waits covers the words before it, whenever the edit says it was', async () => {
    const { who, other } = people();
    const written = await write(kind);
    const { request, look, say } = await asked(written);
    await say(other, written, await look(other, written));
    const before = await look(who, written);
    const editing = await whileHeld(
      written,
      () => edit(written),
      () => say(who, written, before),
    );
    // Said of the old words, and recorded: they were there. The edit bears an earlier moment than the yes.
    expect(editing).toBe('answered');
    await say(other, written, await look(other, written));
    await settle();
    expect(await leaves(request.id, written)).toBe(false);
    expect(await earlierThanYes(written, who)).toBe(true);
    // Control: a yes that covers by the moment it was said would let the new words go.
    await house.owner.query(
      'update consent_item set covers_until = $1 where row_id = $2 and employee_id = $3',
      [house.clock.now(), written.id, who.employeeId],
    );
    expect(await leaves(request.id, written)).toBe(true);
  });
});

/** Holds the row, begins one thing that waits for it, does another meanwhile, lets go. @returns what the other came to */
async function whileHeld(
  { kind, id }: Written,
  waiting: () => Promise<void>,
  meanwhile: () => Promise<string>,
): Promise<string> {
  const client = await house.owner.connect();
  try {
    await client.query('begin');
    await client.query(`select 1 from ${table[kind]} where id = $1 for update`, [id]);
    const waits = waiting();
    const isWaiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await house.owner.query(isWaiting)).rowCount === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const outcome = await meanwhile();
    await client.query('commit');
    await waits;
    return outcome;
  } finally {
    client.release();
  }
}

/** Whether the edit says of itself that it was before the yes: otherwise a test of that shows nothing. */
async function earlierThanYes({ kind, id }: Written, { employeeId }: EmployeeActor): Promise<boolean> {
  const { rows } = await house.owner.query(
    `select c.at > p.edited_at as earlier from consent_event c, ${table[kind]} p
     where c.row_id = $1 and p.id = $1 and c.employee_id = $2`,
    [id, employeeId],
  );
  return rows[0].earlier;
}

test('words that bear an old moment are later words all the same', async () => {
  for (const kind of ['Post', 'Comment'] as const) {
    const written = await write(kind);
    const { request, look, say } = await asked(written);
    for (const who of [house.bill, house.eva]) await say(who, written, await look(who, written));
    await settle();
    expect(await leaves(request.id, written)).toBe(true);
    await editWithOldStamp(written);
    expect(await leaves(request.id, written)).toBe(false);
    for (const who of [house.bill, house.eva]) await say(who, written, await look(who, written));
    await settle();
    expect(await leaves(request.id, written)).toBe(true);
  }
});

test('what somebody may not read they cannot say yes to', async () => {
  const { bill, eva } = house;
  const post = await house.publish(bill, [to.person(house.dora.employeeId)], thanks());
  const written = {
    kind: 'Post',
    id: post.id,
    nodeId: idOf.post(post.id),
    version: 1,
    text: post.body,
  } as const;
  await mark(written, [eva]);
  const { say } = await asked(written);
  const blind = { items: [{ id: written.nodeId, version: 'of what nobody showed' }] };
  expect(await say(eva, written, blind)).toBe('not_found');
  expect(await say(eva, written, blind, false)).toBe('answered');
});

describe('over any history', () => {
  type Step = {
    readonly do: 'look' | 'say' | 'race' | 'edit' | 'stamp' | 'pass';
    readonly by: 'bill' | 'eva';
  };
  const step: fc.Arbitrary<Step> = fc.record({
    do: fc.constantFrom('look', 'look', 'say', 'say', 'race', 'edit', 'stamp', 'pass'),
    by: fc.constantFrom('bill', 'eva'),
  });

  /** @returns texts that would leave, and those both were shown and said yes to */
  async function play(kind: Kind, steps: readonly Step[]) {
    const written = await write(kind);
    const { request, look, say } = await asked(written);
    const seen = { bill: { shown: {} as Shown, text: '' }, eva: { shown: {} as Shown, text: '' } };
    const yes = { bill: new Set<string>(), eva: new Set<string>() };
    const left = new Set<string>();
    const speak = async (by: 'bill' | 'eva') => {
      if (seen[by].text === '') return;
      const { shown, text } = seen[by];
      if ((await say(house[by], written, shown)) === 'answered') yes[by].add(text);
    };
    const watch = async () => {
      await settle();
      if (await leaves(request.id, written)) left.add(written.text);
    };
    for (const one of steps) {
      if (one.do === 'look') {
        // Nobody edits while somebody reads: what was read is what was shown.
        const { text } = written;
        seen[one.by] = { shown: await look(house[one.by], written), text };
      } else if (one.do === 'say') await speak(one.by);
      else if (one.do === 'edit') await edit(written);
      else if (one.do === 'stamp') await editWithOldStamp(written);
      else if (one.do === 'race') await Promise.all([speak(one.by), edit(written)]);
      else await watch();
    }
    await watch();
    const agreed = new Set([...yes.bill].filter((text) => yes.eva.has(text)));
    return { left, agreed };
  }

  it('nothing leaves that both were not shown before they said yes to it', async () => {
    let released = 0;
    const both: Step[] = (['bill', 'eva'] as const).flatMap((by) => [
      { do: 'look', by },
      { do: 'say', by },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Kind>('Post', 'Comment'),
        fc.array(step, { minLength: 4, maxLength: 16 }),
        async (kind, steps) => {
          const { left, agreed } = await play(kind, steps);
          released += left.size;
          expect([...left].filter((text) => !agreed.has(text))).toEqual([]);
        },
      ),
      {
        numRuns: RUNS,
        examples: [
          ['Post', both],
          ['Comment', both],
        ],
      },
    );
    // Where nothing ever left, nothing was shown by this.
    expect(released).toBeGreaterThan(1);
  });

  it.each<[string, readonly Step['do'][], () => unknown]>([
    ['versions that are not compared', ['look', 'edit', 'say'], () => (mockIsBlind = true)],
    [
      'words whose moment nobody keeps',
      ['look', 'say', 'stamp'],
      () => house.owner.query('alter table post disable trigger words_keep_post'),
    ],
  ])('control: %s are noticed', async (_, steps, breaks) => {
    await breaks();
    try {
      const story = steps.flatMap((what): Step[] => [
        { do: what, by: 'bill' },
        ...(what === 'look' || what === 'say' ? [{ do: what, by: 'eva' } as const] : []),
      ]);
      const { left, agreed } = await play('Post', story);
      expect([...left].filter((text) => !agreed.has(text))).toHaveLength(1);
    } finally {
      await house.owner.query('alter table post enable trigger words_keep_post');
    }
  });
});

describe('a yes to a field', () => {
  const TITLE = 'Employee.title';
  const rename = (who: EmployeeActor, title: string) =>
    house.owner.query('update employee set title = $1 where id = $2', [title, who.employeeId]);

  async function titled(title: string) {
    const id = await house.hire(house.ada, { name: `Pat ${newId()}`, title });
    const who = await house.signedIn(house.organisationId, id);
    house.clock.pass({ days: 100 });
    const recipient = await house.recipient();
    const request = await house.ask(recipient.id, [TITLE]);
    const say = (shown: Shown) => codeOf(house.answer(who, request.id, TITLE, true, undefined, shown));
    const look = () => house.shown(who, request.id, TITLE);
    const left = async () => {
      await settle();
      const cells = await house.ownCells.wouldLeave(await house.again(who), nodeOf.request(request.id));
      return cells.filter(({ released }) => released).map(({ value }) => value);
    };
    const state = async () =>
      (await house.cards.fields(await house.again(who), request)).map(({ answer }) => answer?.state);
    return { who, recipient, say, look, left, state };
  }

  it('is not recorded where the value changed between card and answer', async () => {
    const { who, recipient, say, look, left, state } = await titled('Fitter');
    const before = await look();
    await rename(who, 'Thief');
    expect(await say(before)).toBe('consent.stale_version');
    expect(await say({})).toBe('consent.version_needed');
    expect(await answersOf(who, recipient.id)).toEqual([]);
    expect(await left()).toEqual([]);
    expect(await say(await look())).toBe('answered');
    expect(await left()).toEqual(['Thief']);
    // Nor does it cover the next one, and the card says so.
    await rename(who, 'Saint');
    expect(await left()).toEqual([]);
    expect(await state()).toEqual(['invalidated']);
  });

  it('covers what was shown, whatever clock the change after it goes by', async () => {
    const { who, say, look, left } = await titled('Fitter');
    // The clock of this house is months ahead of the database's, which stamps the change.
    expect(await say(await look())).toBe('answered');
    await rename(who, 'Thief');
    expect(await left()).toEqual([]);
  });

  it('of which a card shows no more than the newest covers what was there when it was said', async () => {
    const id = await house.hire(house.ada, { name: `Quin ${newId()}` });
    const who = await house.signedIn(house.organisationId, id);
    for (let count = 0; count < 5; count++) await house.publish(who, [to.everybody], `Number ${count}.`);
    house.clock.pass({ days: 100 });
    const recipient = await house.recipient();
    const request = await house.ask(recipient.id, ['Post.publishedAt']);
    const before = await house.shown(who, request.id, 'Post.publishedAt');
    await house.publish(who, [to.everybody], 'One more.');
    const say = (shown: Shown) =>
      codeOf(house.answer(who, request.id, 'Post.publishedAt', true, undefined, shown));
    expect(await say(before)).toBe('consent.stale_version');
    expect(await say(await house.shown(who, request.id, 'Post.publishedAt'))).toBe('answered');
    await settle();
    const cells = await house.ownCells.wouldLeave(await house.again(who), nodeOf.request(request.id));
    expect(cells.filter(({ released }) => released)).toHaveLength(6);
  });
});
