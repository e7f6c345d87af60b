import { type ConsentReader, type ConsentState, decide, forbids, permits } from '@courtyard/catalogue';
import fc from 'fast-check';
import type { Consent } from '../../libs/consent/src/consent/consent.entity.js';
import { inOrder } from '../../libs/consent/src/consent/standing.js';
import { askedFieldByKey } from '../../libs/consent/src/field/asked-field.js';
import { idOf, to } from '../../libs/feed/fixtures/house.js';
import { type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

let house: ConsentHouse;
beforeAll(async () => {
  house = await openConsentHouse({ fresh: true });
});
afterAll(() => house?.close());

const RUNS = Number(process.env['CONSENT_RUNS'] ?? 12);
const FIELDS = ['Employee.name', 'Employee.title', 'Post.body', 'Post.publishedAt'] as const;

type Step =
  | { readonly do: 'yes' | 'no'; readonly field: (typeof FIELDS)[number]; readonly item: number | null }
  | { readonly do: 'withdraw'; readonly which: number }
  | { readonly do: 'pass'; readonly hours: number; readonly tick: boolean }
  | { readonly do: 'defer' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('yes' as const, 'no' as const),
      field: fc.constantFrom(...FIELDS),
      item: fc.option(fc.nat({ max: 1 }), { nil: null }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which: fc.nat({ max: 5 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      hours: fc.constantFrom(1, 12, 24, 25, 24 * 20, 24 * 40),
      tick: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'defer' as const }) },
);

/** What `decide` should hear, read plainly off the events: written apart from the replay, to be slow and to be believed. */
class PlainReader implements ConsentReader {
  readonly nobodyCanHaveSpoken = false;

  constructor(
    private readonly events: readonly Consent[],
    private readonly now: number,
  ) {}

  stateOf(
    person: string,
    purpose: string,
    recipient: string,
    field: string,
    item?: string,
    cell?: { since?: string; changed?: string | null },
  ): ConsentState {
    const number = askedFieldByKey(field)?.field.number;
    const about = inOrder(this.events).filter(
      (event) =>
        event.employeeId === person &&
        event.purpose === purpose &&
        event.recipientId === recipient &&
        event.entity === field.split('.')[0] &&
        event.fieldNo === number,
    );
    const row = item ?? null;
    // Of this very word, and what speaks about it from beside: a no to the field, a yes to some item.
    let no = false;
    let yeses: Consent[] = [];
    for (const event of about) {
      const isYes = event.kind === 'ConsentGiven' || event.kind === 'RenewedConsentGiven';
      const isNo = event.kind === 'ConsentRefused' || event.kind === 'ConsentWithdrawn';
      const mine = event.rowId === row;
      if (isYes && mine) {
        no = false;
        yeses.push(event);
      } else if (isYes && row === null) no = false;
      else if (isNo && (mine || (event.rowId === null && this.knows(about, row, event)))) {
        no = true;
        yeses = [];
      } else if (event.kind === 'ConsentInvalidated' && mine) yeses = [];
    }
    if (no) return 'refused';
    const counts = yeses.filter(
      (yes) => Date.parse(yes.effectiveAt ?? '') <= this.now && this.now < Date.parse(yes.validUntil ?? ''),
    );
    const last = counts.sort((a, b) => Date.parse(b.effectiveAt ?? '') - Date.parse(a.effectiveAt ?? ''))[0];
    if (!last) return 'never_asked';
    if (row !== null)
      return !cell?.changed || Date.parse(cell.changed) <= Date.parse(last.coversUntil ?? '')
        ? 'given'
        : 'never_asked';
    const until = Date.parse(last.coversUntil ?? last.at);
    const asItStands = Math.max(
      Date.parse(cell?.since ?? ''),
      Date.parse(cell?.changed ?? cell?.since ?? ''),
    );
    return asItStands <= until ? 'given' : 'never_asked';
  }

  /** A no to the field speaks of an item that something was said of before; of others it stands by itself. */
  private knows(about: readonly Consent[], row: string | null, no: Consent): boolean {
    return (
      row === null || about.some((event) => event.rowId === row && Date.parse(event.at) < Date.parse(no.at))
    );
  }
}

async function everything() {
  const { rows } = await house.owner.query(
    `select employee_id, purpose, recipient_id, entity, null::uuid as row_id, covers_until, bits, no_bits, valid_until, pending_at from consent_index
       where organisation_id = $1
     union all select employee_id, purpose, recipient_id, entity, row_id, covers_until, bits, no_bits, valid_until, pending_at from consent_item
       where organisation_id = $1
     order by 1, 2, 3, 4, 5, 6`,
    [house.organisationId],
  );
  return rows;
}

async function eventsOf(employeeId: string): Promise<Consent[]> {
  const actor = await house.signedIn(house.organisationId, employeeId);
  return [...(await house.consents.of(actor)).events];
}

test('kept and rebuilt are the same, and both say what the events say, over whole histories', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const person = await house.signedIn(
        house.organisationId,
        await house.hire(house.ada, { name: 'Pat Person', title: 'Tester' }),
      );
      const posts = [
        await house.publish(person, [to.everybody], 'One.'),
        await house.publish(person, [to.everybody], 'Two.'),
      ];
      const recipient = await house.recipient();
      const request = await house.ask(recipient.id, FIELDS, { validMonths: 1 });
      for (const one of steps) {
        const again = await house.again(person);
        if (one.do === 'defer') await house.answering.defer(again, nodeOf.request(request.id));
        else if (one.do === 'pass') {
          house.clock.pass({ hours: one.hours });
          if (one.tick) await house.index.rebuildDue(house.organisationId);
        } else if (one.do === 'withdraw') {
          const { rows } = await house.consents.page(again, { first: 50 });
          const consent = rows[one.which % Math.max(1, rows.length)];
          if (consent) await house.answering.withdraw(again, nodeOf.consent(consent.id));
        } else {
          const isEmployee = one.field.startsWith('Employee');
          const item = one.item ?? (one.field === 'Post.body' && one.do === 'yes' ? 0 : null);
          const items = isEmployee || item === null ? undefined : [idOf.post(posts[item]?.id ?? '')];
          await house.answer(again, request.id, one.field, one.do === 'yes', items);
        }
      }
      // Words said in one moment stand in line, a millisecond each: only after the last of them all have begun.
      house.clock.pass({ minutes: 1 });
      await agrees(person.employeeId, recipient.id, posts, false);
      await house.index.rebuildDue(house.organisationId);
      const kept = await everything();
      await agrees(person.employeeId, recipient.id, posts, true);
      // From the events alone: whatever the rows said.
      const mine = [house.organisationId];
      await house.owner.query(
        'update consent_index set bits = ~bits, no_bits = 0, pending_at = null where organisation_id = $1',
        mine,
      );
      await house.owner.query('delete from consent_item where organisation_id = $1', mine);
      await house.index.rebuildIndex(house.organisationId);
      expect(await everything()).toEqual(kept);
      expect(await house.index.rebuildIndex(house.organisationId)).toBe(0);
    }),
    { numRuns: RUNS },
  );
}, 240_000);

/**
 * @param exactly the index is up to date; before, it may say less (a yes that begins is not there yet, one that ran out counts
 * as absent), never more
 */
async function agrees(
  employeeId: string,
  recipientId: string,
  posts: readonly { id: string; publishedAt: string }[],
  exactly: boolean,
): Promise<void> {
  const plain = new PlainReader(await eventsOf(employeeId), house.clock.now().getTime());
  const { reader } = await house.states.load(house.organisationId, recipientId, [employeeId]);
  const now = house.clock.now().getTime();
  const moments = [-400, -40, -1, 0, 1].map((days) => new Date(now + days * 86_400_000).toISOString());
  for (const key of FIELDS) {
    for (const [since, changed] of moments.flatMap(
      (one) =>
        [
          [one, null],
          [one, moments[2]],
        ] as const,
    )) {
      for (const item of [undefined, ...posts.map(({ id }) => id)]) {
        const cell = { since, changed: changed ?? null };
        const ask = (of: ConsentReader) =>
          of.stateOf(employeeId, 'partner-sharing', recipientId, key, item, cell);
        const [said, kept] = [ask(plain), ask(reader)];
        if (exactly)
          expect([key, item, since, changed, permits(kept)]).toEqual([
            key,
            item,
            since,
            changed,
            permits(said),
          ]);
        if (permits(kept)) expect(permits(said)).toBe(true);
        expect([key, item, forbids(kept)]).toEqual([key, item, forbids(said)]);
        if (exactly) {
          const asked = (of: ConsentReader) =>
            decide(questionOf(employeeId, recipientId, key, item, cell), of);
          expect(asked(reader)).toEqual(asked(plain));
        }
      }
    }
  }
}

function questionOf(
  person: string,
  recipient: string,
  key: string,
  item: string | undefined,
  age: { readonly since: string; readonly changed: string | null },
) {
  const field = askedFieldByKey(key)?.field;
  if (!field) throw new Error('No such field.');
  return {
    purpose: 'partner-sharing' as const,
    recipient: { id: recipient, category: 'business-partner' as const },
    field,
    policy: {
      switchedOff: [],
      basis: { 'partner-sharing': 'consent' as const },
      opened: [{ purpose: 'partner-sharing' as const, recipient, fields: [...FIELDS] }],
    },
    cell: {
      item: item ?? person,
      persons: [
        { person, role: 'owner' as const, kind: 'employee' as const, restricted: false, objectedTo: [] },
      ],
      audience: 'organisation' as const,
      ...age,
      recipientInAudience: false,
      unmarked: false,
    },
  };
}

test('two processes that keep the index at once do the work once, and count the epoch up', async () => {
  house.clock.pass({ days: 100 });
  await house.index.rebuildDue(house.organisationId);
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Employee.name']);
  for (const one of [house.bill, house.eva, house.dora])
    await house.answer(one, request.id, 'Employee.name', true);
  house.clock.pass({ days: 2 });
  const epoch = async () =>
    (
      await house.owner.query('select version from consent_epoch where organisation_id = $1', [
        house.organisationId,
      ])
    ).rows[0].version as string;
  const before = BigInt(await epoch());
  const due = await Promise.all([1, 2, 3].map(() => house.index.rebuildDue(house.organisationId)));
  expect(due.reduce((sum, one) => sum + one, 0)).toBe(3);
  expect(BigInt(await epoch())).toBe(before + 1n);
  const { rows } = await house.owner.query(
    'select count(*)::int as set from consent_index where recipient_id = $1 and bits = 4 and version = $2',
    [recipient.id, await epoch()],
  );
  expect(rows[0].set).toBe(3);
});

test('control: a row that says more than the events is noticed', async () => {
  house.clock.pass({ days: 100 });
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Employee.name']);
  await house.answer(house.bill, request.id, 'Employee.name', true);
  house.clock.pass({ days: 2 });
  await house.index.rebuildDue(house.organisationId);
  expect(await house.index.rebuildIndex(house.organisationId)).toBe(0);
  await house.owner.query('update consent_index set bits = bits | 8 where recipient_id = $1', [recipient.id]);
  expect(await house.index.rebuildIndex(house.organisationId)).toBeGreaterThan(0);
});

test('a newer notice lets every yes to an older one fall, once', async () => {
  house.clock.pass({ days: 100 });
  await house.index.rebuildDue(house.organisationId);
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Employee.name']);
  await house.answer(house.bill, request.id, 'Employee.name', true);
  // As if it had been said of a notice that came before the first.
  await house.owner.query(
    'alter table consent_event disable trigger user; alter table consent_event drop constraint consent_event_notice_version_check',
  );
  await house.owner.query('update consent_event set notice_version = 0 where request_id = $1', [request.id]);
  await house.owner.query('update consent_epoch set notice_version = 0 where organisation_id = $1', [
    house.organisationId,
  ]);
  expect(await house.index.heedNotice(house.organisationId)).toBe(1);
  expect(await house.index.heedNotice(house.organisationId)).toBe(0);
  expect((await house.eventsOf(house.bill)).at(-1)).toBe('ConsentInvalidated');
  expect((await house.rowsOf(house.bill)).filter((row) => row.recipient === recipient.id)).toEqual([]);
});
