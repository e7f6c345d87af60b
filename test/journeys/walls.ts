import type { Browser, BrowserContext, ConsoleMessage, Request, WebSocket } from '@playwright/test';

const POLICY = /content security policy|trusted ?(type|html|script)/i;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/**
 * What a browser's pages do against the walls, in every window that is opened from here on: requests to another host than the
 * product's, and what the content security policy had to stop.
 * @returns the faults so far, and the end of listening
 */
export function watchWalls(browser: Browser): { faults: string[]; end(): void } {
  const faults: string[] = [];
  const asked = (url: string) => {
    if (!isOurs(url)) faults.push(`asked ${url}`);
  };
  const onRequest = (request: Request) => asked(request.url());
  const onSocket = (socket: WebSocket) => asked(socket.url());
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error' && POLICY.test(message.text())) faults.push(message.text());
  };
  const onContext = (context: BrowserContext) => {
    context.on('request', onRequest);
    context.on('console', onConsole);
    context.on('page', (page) => page.on('websocket', onSocket));
  };
  browser.on('context', onContext);
  return { faults, end: () => browser.off('context', onContext) };
}

/** Journeys serve on this machine; what is made in the page goes nowhere. */
function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed) return false;
  return ['blob:', 'about:'].includes(parsed.protocol) || LOOPBACK.test(parsed.hostname);
}
