import type { Page } from '@playwright/test';
import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';

/** Every screen under the strict policy: `outside` fails whatever asks another host or is stopped. */
const OUTSIDE = ['/forgot', '/reset', '/invitation', '/sign-in'];
const INSIDE = [
  ...['/', '/people', '/communities', '/charter', '/settings', '/no/such/page'],
  ...['/privacy', '/privacy/said', '/privacy/left', '/privacy/looked'],
];
const DESK = [
  ...['/desk', '/desk/log', '/desk/recipients', '/desk/openings', '/desk/ask'],
  ...['/desk/disclosures', '/desk/disclosures/new'],
];

async function look(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.locator('h1').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
  }
}

test('no screen asks another host or needs what the policy forbids', async ({ page, product, browser }) => {
  test.slow();
  await look(page, OUTSIDE);
  await signIn(page, product, /Bill/);
  await look(page, INSIDE);
  await page.goto('/settings');
  // What changes the look of everything, and what lies over the page.
  for (const scheme of ['Dark', 'Light']) await page.getByText(scheme, { exact: true }).click();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/people');
  await page
    .getByRole('link', { name: /Samira/ })
    .first()
    .click();
  await expect(page.locator('h1').first()).toBeVisible();
  const officer = await colleague(browser, product, /Ruth/);
  await look(officer, DESK);
  await officer.context().close();
});

test('the page is alone in its process, and its policy holds', async ({ page }) => {
  await page.goto('/sign-in');
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
});

test.describe('control', () => {
  test.use({ allowedConsoleErrors: [/./] });

  test('what asks another host, or makes script or style of text, is stopped and noticed', async ({
    page,
    outside,
  }) => {
    await page.goto('/sign-in');
    const { stopped, made } = await page.evaluate(async () => {
      const stopped: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        stopped.push(effectiveDirective);
      });
      const add = (tag: string, more: object) =>
        document.body.append(Object.assign(document.createElement(tag), more));
      add('img', { src: 'https://elsewhere.example/pixel.png' });
      add('link', { rel: 'stylesheet', href: 'https://elsewhere.example/style.css' });
      add('iframe', { src: 'https://elsewhere.example/' });
      add('style', { textContent: 'body { color: red }' });
      document.body.setAttribute('style', 'color: red');
      const font = new FontFace('elsewhere', 'url(https://elsewhere.example/font.woff2)');
      await font.load().catch(() => undefined);
      await fetch('https://elsewhere.example/').catch(() => undefined);
      const made = [
        () => Object.assign(document.createElement('div'), { innerHTML: '<b>x</b>' }),
        () => Object.assign(document.createElement('script'), { src: 'https://elsewhere.example/x.js' }),
        () => Object.assign(document.createElement('script'), { textContent: '1' }),
      ].flatMap((make, at) => {
        try {
          make();
          return [at];
        } catch {
          return [];
        }
      });
      await new Promise((done) => setTimeout(done, 200));
      return { stopped, made };
    });
    expect(made).toEqual([]);
    expect([...new Set(stopped)].sort()).toEqual([
      ...['connect-src', 'font-src', 'frame-src', 'img-src', 'require-trusted-types-for'],
      ...['style-src-attr', 'style-src-elem'],
    ]);
    expect(outside.length).toBeGreaterThan(5);
    outside.length = 0;
  });
});
