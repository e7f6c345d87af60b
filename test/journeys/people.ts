import { type Browser, expect, type Page } from '@playwright/test';
import type { Product } from './product.js';

/** Signs in as one of the demo's people and waits for Home. */
export async function signIn(page: Page, product: Product, name: RegExp): Promise<void> {
  const person = product.signIns?.find(({ name: known }) => name.test(known));
  if (!person) throw new Error('The demo has no such sign-in.');
  await page.goto('/');
  await page.getByLabel(/e-?mail/i).fill(person.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(person.password);
  await page.getByRole('button', { name: /^sign in$/i }).click();
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
}

/** The same in a browser of their own. */
export async function colleague(browser: Browser, product: Product, name: RegExp): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await signIn(page, product, name);
  return page;
}
