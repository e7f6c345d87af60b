import type { Page } from '@playwright/test';
import { expect, test } from './journey.js';
import { signIn } from './people.js';
import { takeScreens } from './screens.js';

/** Every screen, wide and narrow, light and dark, in both languages, without a violation that axe finds. */
const PLACES = [
  ['people', '/people', { en: 'People', de: 'Personen' }],
  ['communities', '/communities', { en: 'Communities', de: 'Communitys' }],
  ['privacy', '/privacy', { en: 'Privacy', de: 'Privatsphäre' }],
  ['privacy-said', '/privacy/said', { en: 'Privacy', de: 'Privatsphäre' }],
  ['charter', '/charter', { en: 'Charter', de: 'Charta' }],
  ['settings', '/settings', { en: 'Settings', de: 'Einstellungen' }],
] as const;

async function tour(page: Page, language: 'en' | 'de', check: () => Promise<void>): Promise<void> {
  for (const [name, path, titles] of PLACES) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: titles[language], level: 1 })).toBeVisible();
    await takeScreens(page, `${name}-${language}`, check);
  }
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  await takeScreens(page, `home-${language}`, check);
  await page.getByRole('article').filter({ hasText: 'It drips' }).getByRole('link').last().click();
  await expect(page.getByText('The casting can take 0.4 mm there.')).toBeVisible();
  await takeScreens(page, `thread-${language}`, check);
}

test('every screen in English and German @screens', async ({ page, product, expectAccessible }) => {
  test.slow();
  await signIn(page, product, /Samira/);
  await tour(page, 'en', () => expectAccessible());
  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await tour(page, 'de', () => expectAccessible());
});
