import 'reflect-metadata';
import { AccessGuard, type Actor, abilityOf, allows, Can, rulesFor } from '@courtyard/access';
import { Post, postPolicy } from '@courtyard/feed';
import { employeePolicy } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { employeeActor, rememberingTrail } from '@courtyard/testing';
import type { ExecutionContext } from '@nestjs/common';
import { v7 as newId } from 'uuid';

const post = postPolicy;

/** A call of a method of a resolver, as the guard sees it. */
function callOf(handler: object, actor: Actor | null): ExecutionContext {
  return { getHandler: () => handler, getArgByIndex: () => ({ requestId: newId(), actor }) } as never;
}

describe('control: operation without a decision', () => {
  class ForgetfulResolver {
    forgotten(): void {}

    @Can('revise', Post)
    decided(): void {}
  }

  test('is denied by the guard, whoever calls', () => {
    const guard = new AccessGuard();
    for (const actor of [null, employeeActor(), employeeActor({ roles: ['administrator'] })]) {
      expect(() => guard.canActivate(callOf(ForgetfulResolver.prototype.forgotten, actor))).toThrow(
        'do that with it',
      );
    }
    expect(guard.canActivate(callOf(ForgetfulResolver.prototype.decided, employeeActor()))).toBe(true);
    expect(() => guard.canActivate(callOf(ForgetfulResolver.prototype.decided, null))).toThrow(
      'Sign in first',
    );
  });
});

describe('control: a type check taken for a row check', () => {
  const reader = employeeActor({ keys: ['1'] });
  const theirs = Object.assign(new Post(), {
    organisationId: reader.organisationId,
    id: newId(),
    authorId: newId(),
    status: 'published',
    audienceKeys: ['1'],
  });

  /** What a careless resolver would do: the guard let them in, so they may. */
  const carelessly = () => abilityOf(reader, [post]).can('revise', Post as never);

  test('the type says yes, as it must, and the row says no', () => {
    expect(carelessly()).toBe(true);
    expect(rulesFor(post, reader, 'revise')).not.toEqual([]);
    expect(allows(post, reader, 'revise', theirs)).toBe(false);
  });

  test('the gate asks the row again, although the database gave it', async () => {
    const columns = [...post.columns.values()];
    const written = (value: unknown) =>
      Array.isArray(value) ? `{${value.join()}}` : value === undefined ? null : String(value);
    const row = columns.map(({ property }) => written((theirs as never)[property]));
    // A database whose condition is broken: it answers with whatever is asked for.
    const database = { flight: async () => [[row]], read: async () => [row] };
    const gate = new Gate(database as never, rememberingTrail());
    await expect(gate.get(reader, postPolicy, 'revise', theirs.id)).rejects.toMatchObject({
      code: 'auth.forbidden',
    });
    expect(await gate.load({ ...reader }, postPolicy, 'withdraw', theirs.id)).toBeNull();
  });
});

test('control: ordering, filtering or looking up by what one may not see', async () => {
  const database = { flight: () => Promise.reject(new Error('The database was asked.')) };
  const gate = new Gate(database as never, rememberingTrail());
  const actor = employeeActor();
  for (const by of ['mobilePhone', 'birthday', 'privateLocation', 'audienceKeys'] as const) {
    const order = { by, direction: 'asc' } as const;
    await expect(gate.list(actor, employeePolicy, 'read', { order, first: 5 })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const where = { [by]: 'x' } as never;
    const ordered = { by: 'name', direction: 'asc' } as const;
    await expect(
      gate.list(actor, employeePolicy, 'read', { order: ordered, where, first: 5 }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(gate.loadBy(actor, employeePolicy, 'read', by, ['x'])).rejects.toThrow(
      'cannot be looked up by',
    );
  }
});
