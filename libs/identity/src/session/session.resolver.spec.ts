import { DECISION, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { employeeActor } from '@courtyard/testing';
import type { SessionContext } from '../client.js';
import type { Session } from './session.entity.js';
import { SessionResolver } from './session.resolver.js';
import type { SessionService } from './session.service.js';

function visit(actor: EmployeeActor | null) {
  const ended: string[] = [];
  let cookies = 1;
  const service = {
    revoke: async (_: unknown, id: string) => {
      if (id === 'unknown') throw new CourtyardError('not_found');
      ended.push(id);
    },
    signOut: async ({ sessionId }: EmployeeActor) => void ended.push(sessionId),
    signOutEverywhere: async () => void ended.push('all'),
  } as unknown as SessionService;
  const context = { actor, endSession: () => void cookies-- } as unknown as SessionContext;
  return { ended, context, resolver: new SessionResolver(service), hasCookie: () => cookies === 1 };
}

describe('sessions over GraphQL', () => {
  const actor = employeeActor();

  it('take the cookie back with the session it stands for, and with no other', async () => {
    const other = visit(actor);
    await other.resolver.revokeSession(actor, 'another', other.context);
    expect(other.hasCookie()).toBe(true);
    const own = visit(actor);
    await own.resolver.revokeSession(actor, actor.sessionId, own.context);
    expect(own.hasCookie()).toBe(false);
    const unknown = visit(actor);
    await expect(unknown.resolver.revokeSession(actor, 'unknown', unknown.context)).rejects.toThrow();
    expect(unknown.hasCookie()).toBe(true);
    const all = visit(actor);
    await all.resolver.signOutEverywhere(actor, all.context);
    expect(all).toMatchObject({ ended: ['all'] });
    expect(all.hasCookie()).toBe(false);
  });

  it('sign out somebody, and take a stale cookie back from nobody', async () => {
    const mine = visit(actor);
    expect(await mine.resolver.signOut(mine.context)).toBe(true);
    expect(mine.ended).toEqual([actor.sessionId]);
    const nobody = visit(null);
    expect(await nobody.resolver.signOut(nobody.context)).toBe(true);
    expect(nobody.ended).toEqual([]);
    expect(nobody.hasCookie()).toBe(false);
  });

  it('say which one is this', () => {
    const { resolver } = visit(actor);
    expect(resolver.current({ id: actor.sessionId } as Session, actor)).toBe(true);
    expect(resolver.current({ id: 'another' } as Session, actor)).toBe(false);
  });

  it('each say who may ask', () => {
    for (const name of ['sessions', 'revokeSession', 'signOut', 'signOutEverywhere'] as const) {
      expect(Reflect.getMetadata(DECISION, SessionResolver.prototype[name])).toBeDefined();
    }
  });
});
