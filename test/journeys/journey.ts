import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { findBrowser } from './browser.js';
import { type Product, startProduct } from './product.js';
import { watchWalls } from './walls.js';

interface ForEachTest {
  /** What a journey provokes on purpose, such as the failed requests of being offline. */
  allowedConsoleErrors: RegExp[];
  /** What pages asked of other hosts, and what the content security policy stopped, in every window; must be empty at the end. */
  outside: string[];
  /** Expects no violation of WCAG 2.2 AA and axe's best practices on the page as it stands. */
  expectAccessible(page?: Page): Promise<void>;
}

interface ForEachWorker {
  /** The real product with an empty database and its demo organisation, shared by the worker's journeys. */
  product: Product;
}

/**
 * What a journey imports instead of @playwright/test. Pages open relative addresses on the product; every error on
 * the page's console fails its journey, and so does every request to another host.
 */
export const test = base.extend<ForEachTest, ForEachWorker>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture needs from this pattern.
  launchOptions: [async ({}, use) => use(findBrowser()), { scope: 'worker' }],

  product: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ product }, use) => use(product.url),

  allowedConsoleErrors: [[], { option: true }],

  outside: [
    async ({ browser }, use) => {
      const { faults, end } = watchWalls(browser);
      await use(faults);
      end();
      expect(faults, 'asked of others, or stopped by the policy').toEqual([]);
    },
    { auto: true },
  ],

  // `outside` first: it hears of windows that are opened after it.
  context: async ({ outside: _, context, allowedConsoleErrors }, use) => {
    const faults: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    context.on('weberror', (error) => faults.push(String(error.error())));
    await use(context);
    const unexpected = faults.filter((fault) => !allowedConsoleErrors.some((allowed) => allowed.test(fault)));
    expect(unexpected, 'errors on the console').toEqual([]);
  },

  expectAccessible: async ({ page }, use) => {
    await use(async (other = page) => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await new AxeBuilder({ page: other }).withTags(tags).analyze();
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        at: nodes.map(({ target }) => target),
      }));
      expect(found).toEqual([]);
    });
  },
});

export { expect };
