import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const WORDS = 'The dial gauge was your idea, and it found the axial play.';

test('praise is between two until whoever is praised lets it be shown, and gone once they take it back @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('praise');
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill(WORDS);
  const give = composer.getByRole('button', { name: 'Give praise' });
  // Nobody is praised yet.
  await expect(give).toBeDisabled();
  await composer.getByRole('button', { name: 'somebody of them' }).click();
  await expect(page.getByRole('combobox', { name: 'Somebody whom it reaches' })).toBeFocused();
  await page.keyboard.type('Bill');
  const people = page.getByRole('listbox', { name: 'Whom it praises' });
  await expect(people.getByRole('option')).toHaveText([/^Bill Kowalczyk/]);
  await page.keyboard.press('Enter');
  await takeScreens(page, 'praise-giving-en', () => expectAccessible());
  await give.click();
  const given = page.getByRole('article').filter({ hasText: WORDS });
  await expect(given.getByText('Between you and Bill Kowalczyk.')).toBeVisible();

  const [bill, ivo] = [await colleague(browser, product, /Bill/), await colleague(browser, product, /Ivo/)];
  const ofBill = bill.getByRole('article').filter({ hasText: WORDS });
  const ofIvo = ivo.getByRole('article').filter({ hasText: WORDS });
  await expect(ofBill.getByText('Only you and Samira Haddad read this.')).toBeVisible();
  await expect(ofBill.getByText(/nobody learns of it/)).toBeVisible();
  await takeScreens(bill, 'praise-asked-en', () => expectAccessible(bill));
  await expect(ivo.getByRole('article').first()).toBeVisible();
  await expect(ofIvo).toHaveCount(0);

  await ofBill.getByRole('button', { name: 'Let it be shown' }).click();
  await expect(ofBill.getByText('Praise for you.')).toBeVisible();
  // Others are told that there is something new, as of any post; whoever wrote it sees it at once.
  await expect(given.getByText('Praise for Bill Kowalczyk.')).toBeVisible();
  await ivo.goto('/');
  await expect(ofIvo.getByText('Praise for Bill Kowalczyk.')).toBeVisible();
  await expect(given.getByText('Between you and')).toHaveCount(0);
  await takeScreens(ivo, 'praise-shown-en', () => expectAccessible(ivo));

  await ofBill.getByRole('button', { name: 'Take it back' }).click();
  await expect(ofBill.getByText(/gone then for everybody but Samira Haddad/)).toBeVisible();
  await takeScreens(bill, 'praise-taking-back-en', () => expectAccessible(bill));
  await ofBill.getByRole('button', { name: 'Take it back' }).click();
  await expect(ofBill).toHaveCount(0);
  await expect(ofIvo).toHaveCount(0);
});
