import { ServerError } from '@apollo/client/errors';
import { OperationTypeNode } from 'graphql';
import { isSentAgain, waitingAgain, waitOf, waitSeen } from './again';

const refused = (status: number, code: string, retryAfter?: string) => {
  const bodyText = JSON.stringify({ errors: [{ message: 'x', extensions: { code } }] });
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return new ServerError('x', { response: new Response(bodyText, { status, headers }), bodyText });
};
const question = { operationType: OperationTypeNode.QUERY, variables: {} };
const change = { operationType: OperationTypeNode.MUTATION, variables: { id: 'post_1' } };
const keyed = {
  operationType: OperationTypeNode.MUTATION,
  variables: { input: { idempotencyKey: 'one-post-1' } },
};

describe('sending again', () => {
  it('is for everything that was not begun', () => {
    for (const asked of [question, change, keyed]) {
      expect(isSentAgain(1, asked, refused(503, 'server.busy'))).toBe(true);
      expect(isSentAgain(1, asked, refused(429, 'rate.limited'))).toBe(true);
    }
  });

  it('is, of what may have been done, for what does no harm twice', () => {
    const error = refused(503, 'server.unavailable');
    expect([question, keyed, change].map((asked) => isSentAgain(1, asked, error))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is not for what will not pass by waiting, and not for ever', () => {
    expect(isSentAgain(1, question, refused(503, 'server.cannot_store'))).toBe(false);
    expect(isSentAgain(1, question, refused(500, 'server.fault'))).toBe(false);
    expect(isSentAgain(1, question, new TypeError('Failed to fetch'))).toBe(false);
    expect(isSentAgain(6, question, refused(503, 'server.busy'))).toBe(false);
  });

  it('waits as the server said, longer each time, and never all at once', () => {
    expect([1, 2, 3].map((tries) => waitOf(tries, refused(503, 'server.busy', '2'), () => 0))).toEqual([
      2_000, 4_000, 8_000,
    ]);
    expect(waitOf(1, refused(503, 'server.busy', '2'), () => 1)).toBe(3_000);
    expect(waitOf(1, refused(503, 'server.busy', 'Sun, 22 Nov 2026'), () => 0)).toBe(1_000);
    expect(waitOf(9, refused(503, 'server.busy', '3'), () => 0)).toBe(30_000);
  });

  it('is seen while it waits', () => {
    jest.useFakeTimers();
    waitSeen(1, refused(503, 'server.busy', '1'));
    waitSeen(1, refused(503, 'server.busy', '1'));
    expect(waitingAgain.get()).toBe(2);
    jest.advanceTimersByTime(1_500);
    expect(waitingAgain.get()).toBe(0);
    jest.useRealTimers();
  });
});
