import type { FastifyInstance } from 'fastify';

/**
 * What every answer carries. The policy admits this server and nothing else: no remote script, style, font, image or
 * frame, so that a page cannot be made to carry words out (OWASP Secure Headers Project).
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine and the positions of menus set style attributes; scripts cannot be made from them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=(), payment=(), usb=()',
  // Addresses hold ids; another site need not learn them.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
};

export function addSecurityHeaders(fastify: FastifyInstance, options: { readonly https: boolean }): void {
  fastify.addHook('onSend', async (request, reply) => {
    reply.headers(HEADERS);
    if (options.https) reply.header('strict-transport-security', 'max-age=31536000');
    // Answers are somebody's; only the client's own files may be kept by anyone.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (request.headers.origin) reply.header('vary', 'Origin');
  });
}
