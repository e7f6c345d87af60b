import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

test('a person signs in, posts, and a colleague sees it live @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: /^sign in$/i })).toBeVisible();
  await takeScreens(page, 'sign-in', () => expectAccessible());
  await signIn(page, product, /Samira/);
  await takeScreens(page, 'home', () => expectAccessible());

  const bill = await colleague(browser, product, /Bill/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  const words = `Rev E closes on Friday, ${Date.now()}`;
  await composer.getByRole('textbox', { name: 'Your words' }).fill(words);
  await expect(composer.getByRole('button', { name: /11 people/ })).toBeVisible();
  await takeScreens(page, 'composer', () => expectAccessible());
  await composer.getByRole('button', { name: 'Post update' }).click();
  await expect(page.getByRole('article').filter({ hasText: words })).toBeVisible();

  // Nothing jumps: the colleague is told quietly and asks for it.
  await bill.getByRole('button', { name: /1 new/ }).click();
  await expect(bill.getByText(words)).toBeVisible();
  await takeScreens(bill, 'home-after-live');

  // What is taken back is gone from every screen, without anybody asking.
  const mine = page.getByRole('article').filter({ hasText: words });
  await mine.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /withdraw/i }).click();
  await page.getByRole('button', { name: /^withdraw/i }).click();
  await expect(bill.getByText(words)).toBeHidden();
  await bill.context().close();
});
