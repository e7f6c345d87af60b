import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

test('an author says whom their words are about, and nobody else is asked @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  const words = `Thanks to Bill Kowalczyk for the football tickets, ${Date.now()}`;
  await composer.getByRole('textbox', { name: 'Your words' }).fill(words);
  await composer.getByRole('button', { name: 'Post update' }).click();
  const mine = page.getByRole('article').filter({ hasText: words });
  await expect(mine.getByText(/Names found: Bill Kowalczyk/)).toBeVisible();
  await takeScreens(page, 'names-found', () => expectAccessible());

  await mine.getByRole('button', { name: 'Say whom it is about' }).click();
  const panel = mine.getByRole('region', { name: 'Whom is this about?' });
  const bill = panel.getByRole('checkbox', { name: /Bill Kowalczyk/ });
  await expect(bill).not.toBeChecked();
  await expect(panel.getByRole('button', { name: 'About those chosen' })).toBeDisabled();
  await bill.check();
  await takeScreens(page, 'whom-it-is-about', () => expectAccessible());
  await panel.getByRole('button', { name: 'About those chosen' }).click();
  await expect(mine.getByText(/Names found/)).toBeHidden();

  // What was said can be looked at again, and a reader is asked nothing.
  await mine.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Whom it is about' }).click();
  await expect(mine.getByRole('checkbox', { name: /Bill Kowalczyk/ })).toBeChecked();
  const reader = await colleague(browser, product, /Bill/);
  const read = reader.getByRole('article').filter({ hasText: words });
  await expect(read).toBeVisible();
  await expect(read.getByText(/Names found/)).toBeHidden();
  await read.getByRole('button', { name: 'More' }).click();
  await expect(reader.getByRole('menuitem', { name: 'Why am I seeing this' })).toBeVisible();
  await expect(reader.getByRole('menuitem', { name: 'Whom it is about' })).toBeHidden();
  await reader.context().close();
});
