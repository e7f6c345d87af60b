import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const WORDS =
  'The fire drill begins on Thursday at 10:15. Leave by the nearest door and meet at the flagpole.';

test('an announcement waits until it is said to be read, and tells nobody by whom @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Henrike/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('announcement');
  await composer.getByRole('button', { name: 'Production' }).click();
  await page.keyboard.type('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill(WORDS);
  await takeScreens(page, 'announcement-announcing-en', () => expectAccessible());
  await composer.getByRole('button', { name: 'Announce', exact: true }).click();
  const hers = page.getByRole('article').filter({ hasText: WORDS });
  await expect(hers.getByText('Announcement', { exact: true })).toBeVisible();
  await expect(hers.getByText(/fewer than ten have read it/)).toBeVisible();

  // Above Home, for whoever it reaches; who owns and administrates nothing is not offered to announce.
  const samira = await colleague(browser, product, /Samira/);
  const waiting = samira.getByRole('region', { name: 'Waiting for you to read' });
  await expect(waiting.getByRole('link')).toHaveCount(2);
  await takeScreens(samira, 'announcement-waiting-en');
  await samira.keyboard.press('c');
  const kinds = samira.getByRole('combobox', { name: 'What it is' });
  await expect(kinds.getByRole('option', { name: 'promise' })).toHaveCount(1);
  await expect(kinds.getByRole('option', { name: 'announcement' })).toHaveCount(0);
  await samira.keyboard.press('Escape');
  await waiting.getByRole('link', { name: /fire drill/ }).click();
  const read = samira.getByRole('article').filter({ hasText: WORDS });
  await read.getByRole('button', { name: 'I have read this' }).click();
  await expect(read.getByText(/Nobody is told that it was you/)).toBeVisible();
  await takeScreens(samira, 'announcement-read-en');
  await samira.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(waiting.getByRole('link')).toHaveCount(1);

  // Its author sees nothing of that, and reminds whoever it may be.
  await page.reload();
  await expect(hers.getByText(/fewer than ten have read it/)).toBeVisible();
  await hers.getByRole('button', { name: 'Remind who has not' }).click();
  await expect(hers.getByText('You reminded today.')).toBeVisible();
  await expect(hers.getByRole('button', { name: 'Remind who has not' })).toHaveCount(0);
  await takeScreens(page, 'announcement-reminded-en', () => expectAccessible());
  const ivo = await colleague(browser, product, /Ivo/);
  await expect(ivo.getByRole('region', { name: 'Waiting for you to read' })).toContainText('Reminded ·');

  await samira.goto('/settings');
  await samira.getByText('Deutsch').click();
  await samira.goto('/');
  await expect(samira.getByRole('region', { name: 'Wartet darauf, dass du es liest' })).toBeVisible();
  await takeScreens(samira, 'announcement-waiting-de');
  await samira.goto('/settings');
  await samira.getByText('English').click();
  await expect(samira.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
