import { createServer } from 'node:net';
import { announce } from './announce.js';
import { assertFree } from './ports.js';

test('tells where it is and how to get in', () => {
  const text = announce({
    ready: true,
    urls: ['http://127.0.0.1:3000', 'http://[::1]:3000'],
    signIns: [
      { name: 'Ada', email: 'ada@example.org', password: 'one', role: 'administrator' },
      { name: 'Bo', email: 'bo@example.org', password: 'second' },
    ],
  });
  expect(text.split('\n')).toEqual([
    'Courtyard is running at http://127.0.0.1:3000 and http://[::1]:3000',
    '',
    'Sign in to the demo organisation as',
    '  ada@example.org  one     Ada, administrator',
    '  bo@example.org   second  Bo',
    '',
    'Ctrl-C stops it.',
  ]);
});

test('shows the link of the first administrator where there is no demo', () => {
  const text = announce({
    ready: true,
    urls: ['https://x.example'],
    firstAdministrator: 'https://x.example/1',
  });
  expect(text).toContain('works once:\n  https://x.example/1');
  expect(text).not.toContain('demo');
});

test('refuses a port that is taken on one of the addresses, and no other', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen({ port: 0, host: '127.0.0.1' }, done));
  const { port } = server.address() as { port: number };
  await expect(assertFree(port, ['::1', '127.0.0.1'])).rejects.toThrow(`Port ${port} is in use`);
  await new Promise((done) => server.close(done));
  await expect(assertFree(port, ['::1', '127.0.0.1'])).resolves.toBeUndefined();
});

test('says when no mail is sent', () => {
  const ready = { ready: true, urls: ['https://x.example'] } as const;
  expect(announce({ ...ready, urls: [...ready.urls] }, 0, false)).toContain(
    'No mail is sent (SMTP_URL is not set)',
  );
  expect(announce({ ...ready, urls: [...ready.urls] }, 0, true)).not.toContain('mail');
});
