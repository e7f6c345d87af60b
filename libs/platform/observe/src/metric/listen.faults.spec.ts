import { serveMetrics } from './listen.js';
import { openMeter } from './meter.js';

describe('the port of the metrics', () => {
  it('answers three addresses, to who asks, and nothing else', async () => {
    let why: string | null = null;
    const served = await serveMetrics({
      host: '127.0.0.1',
      port: 0,
      meter: await openMeter(),
      whyNotReady: async () => why,
    });
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, { method });
      return [answer.status, await answer.text()];
    };
    expect(await ask('/health')).toEqual([200, 'ok\n']);
    expect(await ask('/ready')).toEqual([200, 'ok\n']);
    why = 'draining';
    expect(await ask('/ready')).toEqual([503, 'draining\n']);
    expect((await ask('/metrics'))[0]).toBe(200);
    for (const [path, method] of [
      ['/metrics?x', 'GET'],
      ['/', 'GET'],
      ['/constructor', 'GET'],
      ['/metrics', 'POST'],
    ] as const)
      expect(await ask(path, method)).toEqual([404, 'nothing here\n']);
    await expect(
      serveMetrics({
        host: '127.0.0.1',
        port: served.port,
        meter: await openMeter(),
        whyNotReady: async () => null,
      }),
    ).rejects.toThrow(`Metrics cannot be served on port ${served.port} (EADDRINUSE).`);
    await served.close();
  });
});
