import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * What every answer carries. The policy admits this server and nothing else: no remote script, style, font, image or
 * frame, so that a page cannot be made to carry words out (OWASP Secure Headers Project).
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Positions of menus are set through the CSSOM, which needs no word here; style elements and attributes are refused.
    "style-src 'self'",
    // A picture that somebody is about to put up is shown to them from memory.
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // Text becomes markup or script nowhere in the client, nor in its libraries.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=(), payment=(), usb=()',
  // Addresses hold ids; another site need not learn them.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  // For who puts it on an open network: nothing here is to be found from outside.
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

export interface HeaderOptions {
  /** Whether the house is reached over https, which browsers are then to insist on. */
  readonly https: boolean;
}

export function addSecurityHeaders(fastify: FastifyInstance, options: HeaderOptions): void {
  fastify.addHook('onSend', async (request, reply) => setSecurityHeaders(request, reply, options));
}

/** For the answers that no hook sees. */
export function setSecurityHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  { https }: HeaderOptions,
): void {
  reply.headers(HEADERS);
  if (https) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  // Answers are somebody's; only the client's own files may be kept by anyone.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  if (request.headers.origin) reply.header('vary', 'Origin');
}
