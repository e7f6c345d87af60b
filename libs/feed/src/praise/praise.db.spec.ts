import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { CommunityAccess } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { ReactionKind } from '../reaction/reaction.entity.js';
import { PraiseState } from './praise.entity.js';
import { praisePolicy } from './praise.policy.js';

jest.setTimeout(120_000);

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let samira: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let gus: EmployeeActor;
let foreign: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  [samira, bill, mara] = [
    await person('Samira Haddad'),
    await person('Bill Kowalczyk'),
    await person('Mara Lind'),
  ];
  gus = await person('Gus Guest', EmployeeKind.guest);
  const other = await house.found('Other House');
  foreign = await house.signedIn(other.organisationId, other.administratorId);
});
afterAll(() => house?.close());

async function person(name: string, kind = EmployeeKind.employee): Promise<EmployeeActor> {
  return house.signedIn(org, await house.hire(admin, { name, kind }));
}
const again = (actor: EmployeeActor) => house.again(actor);
const praised = async (whom: EmployeeActor, audience = [to.everybody], idempotencyKey = newId()) =>
  house.posts.publish(await again(samira), {
    ...{ idempotencyKey, body: 'The seal holds, thanks to you.', audience, kind: PostKind.praise },
    praise: { toId: idOf.employee(whom.employeeId) },
  });
const let_ = async (who: EmployeeActor, { id }: Post, version = 1) =>
  house.praises.letBeShown(await again(who), { postId: idOf.post(id), version });
const takeBack = async (who: EmployeeActor, { id }: Post) =>
  house.praises.takeBack(await again(who), idOf.post(id));
const reads = async (who: EmployeeActor, { id }: Post) =>
  codeOf(house.gate.get(await again(who), postPolicy, 'read', id));
const praiseOf = async (who: EmployeeActor, { id }: Post) =>
  house.gate.get(await again(who), praisePolicy, 'read', id);
const remark = async (who: EmployeeActor, { id }: Post) =>
  house.comments.add(await again(who), { idempotencyKey: newId(), postId: idOf.post(id), body: 'A remark.' });
const community = async (access = CommunityAccess.closed, by = samira) =>
  house.communities.found(await again(by), {
    ...{ idempotencyKey: newId(), name: `C ${newId()}`, purpose: 'x', access },
  });
const add = async (id: string, whom: EmployeeActor) =>
  house.communities.addMember(await again(samira), idOf.community(id), idOf.employee(whom.employeeId));
const remove = async (id: string, whom: EmployeeActor) =>
  house.communities.removeMember(await again(samira), idOf.community(id), idOf.employee(whom.employeeId));
const events = async (postId: string) => {
  const { rows } = await house.owner.query(
    `select topic from outbox where payload ->> 'postId' = $1 order by position`,
    [postId],
  );
  return rows.map(({ topic }) => topic as string);
};

describe('praise', () => {
  it('is between its author and whom it praises until they let it be shown, and then read as if it were new', async () => {
    const post = await praised(bill);
    const later = await house.publish(samira, [to.everybody], 'Said later.');
    for (const who of [mara, admin, gus]) {
      expect(await reads(who, post)).toBe('not_found');
      expect(await codeOf(praiseOf(who, post))).toBe('not_found');
      expect(await house.feed(who)).not.toContain(post.id);
    }
    expect(await house.feed(bill)).toContain(post.id);
    const waiting = await praiseOf(bill, post);
    expect([waiting.state, (await house.praises.intended(await again(bill), waiting))?.label]).toEqual([
      PraiseState.waiting,
      'Kessler Pumps',
    ]);
    expect(await house.praises.allowed(await again(bill), waiting)).toContain('let');
    expect(await house.praises.allowed(await again(samira), waiting)).not.toContain('let');

    const shown = await let_(bill, post);
    expect(shown.version).toBe(2);
    const seen = await praiseOf(mara, post);
    expect([seen.state, seen.intendedKeys]).toEqual([PraiseState.shown, []]);
    expect(await house.praises.intended(await again(samira), seen)).toBeNull();
    const feed = await house.feed(mara);
    expect(feed.indexOf(post.id)).toBeLessThan(feed.indexOf(later.id));
    expect(Date.parse(shown.publishedAt)).toBeGreaterThanOrEqual(Date.parse(later.publishedAt));
    expect(await events(post.id)).toEqual(['post.published', 'post.published']);
    // Again, it is so already.
    expect((await let_(bill, post)).version).toBe(2);
    expect(await house.feed(mara)).toEqual(feed);
  });

  it('is let be shown by nobody else, and to others it is not there', async () => {
    const post = await praised(bill);
    expect(await codeOf(let_(samira, post))).toBe('auth.forbidden');
    for (const who of [mara, admin, gus, foreign]) {
      expect(await codeOf(let_(who, post))).toBe('not_found');
      expect(await codeOf(takeBack(who, post))).toBe('not_found');
    }
    await let_(bill, post);
    for (const who of [mara, admin, samira]) expect(await codeOf(takeBack(who, post))).toBe('auth.forbidden');
    expect(await codeOf(takeBack(foreign, post))).toBe('not_found');
  });

  it('is shown in the words that were read, which stay', async () => {
    const post = await praised(bill);
    const revise = async (version: number, body: string) =>
      house.posts.revise(await again(samira), { id: idOf.post(post.id), version, body });
    await revise(1, 'It holds.');
    expect(await codeOf(let_(bill, post))).toBe('conflict.stale_version');
    expect(await reads(mara, post)).toBe('not_found');
    await let_(bill, post, 2);
    expect(await codeOf(revise(3, 'It does not.'))).toBe('praise.words_stay');
    expect(await house.posts.wordsStay(await again(samira), post)).toBe(true);
    expect(await house.posts.history(await again(mara), post.id)).toEqual([]);
  });

  it('is no conversation while it waits: nothing is said or thought of it that others would count', async () => {
    const post = await praised(bill);
    const react = async () =>
      codeOf(house.reactions.react(await again(bill), idOf.post(post.id), ReactionKind.useful));
    expect([await codeOf(remark(bill, post)), await react()]).toEqual(['praise.waiting', 'praise.waiting']);
    expect(await house.posts.isWaiting(await again(bill), post)).toBe(true);
    await let_(bill, post);
    expect([await codeOf(remark(bill, post)), await react()]).toEqual(['answered', 'answered']);
    expect(await house.posts.isWaiting(await again(bill), post)).toBe(false);
  });

  it('tells nobody how long somebody thought about it, nor that it was edited meanwhile', async () => {
    const post = await praised(bill);
    // A UUIDv7 would begin with the time (RFC 9562, 5.7).
    expect(post.id[14]).toBe('4');
    const { version } = await house.posts.revise(await again(samira), {
      ...{ id: idOf.post(post.id), version: 1, body: 'It holds.' },
    });
    expect(await let_(bill, post, version)).toMatchObject({ editedAt: null, body: 'It holds.' });
  });

  it('mentions others to those who read it once it is shown, and whom it is for only if its words do', async () => {
    const mention = { type: 'mention', attrs: { id: idOf.employee(mara.employeeId) } };
    const content = [{ type: 'paragraph', content: [{ type: 'text', text: 'Ask ' }, mention] }];
    const post = await house.posts.publish(await again(samira), {
      ...{ idempotencyKey: newId(), audience: [to.everybody], kind: PostKind.praise },
      ...{
        document: JSON.stringify({ type: 'doc', content }),
        praise: { toId: idOf.employee(bill.employeeId) },
      },
    });
    const told = async () => (await events(post.id)).filter((topic) => topic === 'person.mentioned').length;
    expect(await told()).toBe(0);
    await let_(bill, post);
    expect(await told()).toBe(1);
    const { rows } = await house.owner.query(
      `select payload -> 'employeeIds' as ids from outbox where topic = 'person.mentioned' and payload ->> 'postId' = $1`,
      [post.id],
    );
    expect(rows.map(({ ids }) => ids)).toEqual([[mara.employeeId]]);
  });

  it('that is taken back looks in the log as if its author had withdrawn it', async () => {
    const gone: object[] = [];
    for (const end of [
      (post: Post) => takeBack(bill, post),
      async (post: Post) => house.posts.withdraw(await again(samira), idOf.post(post.id)),
    ]) {
      const post = await praised(bill);
      await let_(bill, post);
      const before = house.trail.recorded.length;
      await end(post);
      gone.push(JSON.parse(JSON.stringify(house.trail.recorded.slice(before)).replaceAll(post.id, 'post')));
    }
    expect(gone[0]).toEqual(gone[1]);
    expect(gone[0]).toHaveLength(1);
  });

  it('that is taken back is gone for all but its author, with what was said below it', async () => {
    const post = await praised(bill);
    await let_(bill, post);
    const open = await remark(mara, post);
    await takeBack(bill, post);
    for (const who of [mara, bill, admin]) expect(await reads(who, post)).toBe('not_found');
    expect(await codeOf(house.gate.get(await again(bill), commentPolicy, 'read', open.id))).toBe('not_found');
    const left = await praiseOf(samira, post);
    expect([left.state, left.toId, left.intendedKeys]).toEqual([PraiseState.withdrawn, null, []]);
    expect(await codeOf(let_(bill, post))).toBe('not_found');
    expect(await events(post.id)).toEqual(expect.arrayContaining(['post.withdrawn']));
    // It stays so after a restore.
    expect(house.ledger.entries.filter(({ facts }) => facts['id'] === post.id)).toHaveLength(1);
  });

  it('is for somebody whom its audience reaches, and nobody else; one answer for all of them', async () => {
    const { id } = await community();
    for (const whom of [bill, samira, foreign])
      expect(await codeOf(praised(whom, [to.community(id)]))).toBe('praise.receiver_outside');
    const gone = await person('Gone');
    await house.keeping.deactivate(await again(admin), gone.employeeId);
    expect(await codeOf(praised(gone))).toBe('praise.receiver_outside');
    const publish = (input: object) =>
      again(samira).then((actor) =>
        house.posts.publish(actor, {
          ...{
            idempotencyKey: newId(),
            body: 'x',
            audience: [to.everybody],
            kind: PostKind.praise,
            ...input,
          },
        }),
      );
    for (const toId of ['', 'x', idOf.employee(newId()), idOf.community(id)])
      expect(await codeOf(publish({ praise: { toId } }))).toBe('praise.receiver_outside');
    expect(await codeOf(publish({}))).toBe('input.invalid');
    const praise = { toId: idOf.employee(bill.employeeId) };
    expect(await codeOf(publish({ kind: PostKind.update, praise }))).toBe('input.invalid');
  });

  it('of which nobody else would read needs no yes', async () => {
    const post = await praised(bill, [to.person(bill.employeeId)]);
    expect((await praiseOf(bill, post)).state).toBe(PraiseState.shown);
    expect(await reads(mara, post)).toBe('not_found');
    await takeBack(bill, post);
    expect(await reads(bill, post)).toBe('not_found');
  });

  it('stays whose it is about: who leaves its audience reads it on, and takes it back', async () => {
    const { id } = await community();
    await add(id, bill);
    await add(id, mara);
    const post = await praised(bill, [to.community(id)]);
    await let_(bill, post);
    expect(await reads(mara, post)).toBe('answered');
    await remove(id, bill);
    expect(await reads(bill, post)).toBe('answered');
    // The praise, and neither what is said below it there, nor who is there.
    const below = await remark(mara, post);
    expect(await codeOf(house.gate.get(await again(bill), commentPolicy, 'read', below.id))).toBe(
      'not_found',
    );
    const { audienceKeys } = await house.gate.get(await again(bill), postPolicy, 'read', post.id);
    const { rows } = await house.audiences.fellowReaders(await again(bill), audienceKeys, { first: 10 });
    expect(rows.map(({ employee }) => employee.name)).toEqual(['Bill Kowalczyk']);
    expect(await house.widenings.isNarrower(await again(mara), below)).toBe(false);
    await takeBack(bill, post);
    expect(await reads(mara, post)).toBe('not_found');
  });

  it('in a hidden community leaves nobody who is put out its name', async () => {
    const { id } = await community(CommunityAccess.hidden);
    await add(id, bill);
    const post = await praised(bill, [to.community(id)]);
    await let_(bill, post);
    await remove(id, bill);
    expect(await reads(bill, post)).toBe('not_found');
    // Nor while it waits: what it is called and how large it is now is not theirs to know.
    await add(id, bill);
    const waiting = await praised(bill, [to.community(id)]);
    await remove(id, bill);
    const praise = await praiseOf(bill, waiting);
    expect(await house.praises.intended(await again(bill), praise)).toBeNull();
    expect(await house.praises.allowed(await again(bill), praise)).not.toContain('let');
    expect(await house.praises.intended(await again(samira), praise)).not.toBeNull();
  });

  it.each([
    ['whoever is praised', () => bill],
    ['its author', () => samira],
  ])('is not shown where %s is not any more', async (_, gone) => {
    const { id } = await community(CommunityAccess.closed, mara);
    const asMara = async () => again(mara);
    for (const one of [bill, samira])
      await house.communities.addMember(await asMara(), idOf.community(id), idOf.employee(one.employeeId));
    const post = await praised(bill, [to.community(id)]);
    await house.communities.removeMember(
      await asMara(),
      idOf.community(id),
      idOf.employee(gone().employeeId),
    );
    expect(await codeOf(let_(bill, post))).toBe('praise.not_there');
    expect(await reads(mara, post)).toBe('not_found');
  });

  it('of somebody who left the company meanwhile is not shown, and in what is archived neither', async () => {
    const leaver = await person('Leaving Soon');
    const post = await house.posts.publish(await again(leaver), {
      ...{ idempotencyKey: newId(), body: 'Thank you.', audience: [to.everybody], kind: PostKind.praise },
      praise: { toId: idOf.employee(bill.employeeId) },
    });
    await house.keeping.deactivate(await again(admin), leaver.employeeId);
    expect(await codeOf(let_(bill, post))).toBe('praise.not_there');

    const { id } = await community();
    await add(id, bill);
    const resting = await praised(bill, [to.community(id)]);
    await house.communities.archive(await again(samira), idOf.community(id));
    expect(await house.praises.allowed(await again(bill), await praiseOf(bill, resting))).not.toContain(
      'let',
    );
    expect(await codeOf(let_(bill, resting))).toBe('audience.archived');
  });

  it('is withdrawn by its author like any post, and nothing of whom it praised is left beside it', async () => {
    const post = await praised(bill);
    await house.posts.withdraw(await again(samira), idOf.post(post.id));
    expect(await reads(bill, post)).toBe('not_found');
    expect((await praiseOf(samira, post)).toId).toBeNull();
  });

  it('is not shown more widely than it was let be', async () => {
    const { id } = await community();
    await add(id, bill);
    const post = await praised(bill, [to.community(id)]);
    await let_(bill, post);
    expect(await codeOf(house.widenings.widenPost(await again(samira), idOf.post(post.id)))).toBe(
      'auth.forbidden',
    );
  });

  it('that is let, withdrawn and revised at once is either shown as it was read, or not there', async () => {
    for (let round = 0; round < 8; round++) {
      const post = await praised(bill);
      const [answer] = await Promise.all([
        codeOf(let_(bill, post)),
        codeOf(
          round % 2
            ? again(samira).then((actor) => house.posts.withdraw(actor, idOf.post(post.id)))
            : again(samira).then((actor) =>
                house.posts.revise(actor, { id: idOf.post(post.id), version: 1, body: 'Other words.' }),
              ),
        ),
      ]);
      const seen = await reads(mara, post);
      if (seen === 'answered') {
        expect(answer).toBe('answered');
        const { body } = await house.gate.get(await again(mara), postPolicy, 'read', post.id);
        expect(body).toBe('The seal holds, thanks to you.');
      }
      expect(['answered', 'not_found', 'conflict.stale_version']).toContain(answer);
    }
  });
});
