import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { failureOf } from './failure';

const graphql = (extensions: Record<string, unknown>) =>
  new CombinedGraphQLErrors({ data: null, errors: [{ message: 'x', extensions }] });
const answer = (status: number, body: string) =>
  new ServerError('x', { response: new Response(body, { status }), bodyText: body });

describe('a failure', () => {
  it('keeps code, request and details of what the server said', () => {
    const error = graphql({ code: 'rate.limited', requestId: 'r-1', retryAfterSeconds: 30 });
    expect(failureOf(error)).toEqual({
      code: 'rate.limited',
      requestId: 'r-1',
      details: { retryAfterSeconds: 30 },
    });
  });

  it('reads the code also from an answer with a status', () => {
    const body = JSON.stringify({ errors: [{ message: 'x', extensions: { code: 'auth.signed_out' } }] });
    expect(failureOf(answer(401, body)).code).toBe('auth.signed_out');
  });

  it("understands a proxy's own words by their status", () => {
    expect(failureOf(answer(502, '<html>Bad gateway</html>')).code).toBe('server.unavailable');
    expect(failureOf(answer(413, 'too large')).code).toBe('input.too_large');
    expect(failureOf(answer(500, 'oops')).code).toBe('server.fault');
  });

  it('tells a lost connection from one that never answered', () => {
    expect(failureOf(new TypeError('Failed to fetch')).code).toBe('connection.lost');
    expect(failureOf(new DOMException('x', 'TimeoutError')).code).toBe('connection.timeout');
  });

  it('is general for anything else', () => {
    for (const error of [null, undefined, 'x', new Error('x'), graphql({})])
      expect(failureOf(error).code).toBe('server.fault');
  });
});
