import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const IDEA = 'Hang a torque card on every HX-40 crate.';

test('an idea is judged by each alone, taken up, looked back on, and told what became of it @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('idea');
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill(IDEA);
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await composer.getByLabel('Look back on').fill(soon);
  await takeScreens(page, 'idea-proposing-en', () => expectAccessible());
  await composer.getByRole('button', { name: 'Post idea' }).click();
  const had = page.getByRole('article').filter({ hasText: IDEA });
  await expect(had.getByText('Nobody took it up yet.')).toBeVisible();
  await expect(had.getByRole('button', { name: 'Neither' })).toHaveCount(0);

  const ivo = await colleague(browser, product, /Ivo/);
  const his = ivo.getByRole('article').filter({ hasText: IDEA });
  await expect(his.getByRole('button', { name: 'Neither' })).toBeVisible();
  await takeScreens(ivo, 'idea-open-en', () => expectAccessible());
  await his.getByRole('button', { name: 'Valuable' }).click();
  await expect(his.getByRole('button', { name: 'Neither' })).toHaveCount(0);
  await his.getByRole('button', { name: 'I take it up' }).click();
  await expect(his.getByText('You took it up.')).toBeVisible();
  await expect(had.getByText('Ivo Marković took it up.')).toBeVisible();
  await expect(had.getByRole('button', { name: 'Valuable' })).toContainText('1');

  await his.getByRole('button', { name: 'Tell what became of it' }).click();
  const telling = his.getByRole('form', { name: 'What became of it' });
  await expect(telling.getByRole('button', { name: 'Tell it' })).toBeDisabled();
  await telling.getByRole('radio', { name: 'Not now' }).check();
  await telling
    .getByRole('textbox', { name: 'In your words' })
    .fill('The printer of the cards is broken until spring.');
  await takeScreens(ivo, 'idea-telling-en', () => expectAccessible());
  await telling.getByRole('button', { name: 'Tell it' }).click();
  await expect(his.getByText('Not now.')).toBeVisible();
  await expect(had.getByText('The printer of the cards is broken until spring.')).toBeVisible();

  // Nothing of it is an end.
  await had.getByRole('button', { name: 'I take it up' }).click();
  await had.getByRole('button', { name: 'Tell what became of it' }).click();
  await had.getByRole('radio', { name: 'Done' }).check();
  await had.getByRole('textbox', { name: 'In your words' }).fill('Written by hand. They hang.');
  await had.getByRole('button', { name: 'Tell it' }).click();
  await expect(had.getByText('Done.', { exact: true })).toBeVisible();
  await expect(his.getByText('Written by hand. They hang.')).toBeVisible();
  await takeScreens(page, 'idea-done-en', () => expectAccessible());
});
