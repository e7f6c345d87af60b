import fastify from 'fastify';
import { trustedProxies } from './trusted-proxies.js';

async function addressOf(publicUrl: string | undefined, forwarded: string): Promise<string> {
  const server = fastify({ trustProxy: trustedProxies(publicUrl) });
  server.get('/', async (request) => request.ip);
  const { body } = await server.inject({ url: '/', headers: { 'x-forwarded-for': forwarded } });
  await server.close();
  return body;
}

describe('the address of a client', () => {
  it('is what the proxy heard, whatever the client claims to have come by', async () => {
    expect(await addressOf('https://courtyard.example', '203.0.113.9')).toBe('203.0.113.9');
    expect(await addressOf('https://courtyard.example', '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
  });

  it('is that of the connection where no proxy stands', async () => {
    expect(await addressOf(undefined, '203.0.113.9')).toBe('127.0.0.1');
  });
});
