import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

test('what was said among few is shown to those who came since, by each for their own words @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  const name = `Bearings ${Date.now() % 100_000}`;
  await signIn(page, product, /Samira/);
  await page.goto('/communities');
  await page.getByRole('button', { name: 'Found a community' }).click();
  const form = page.getByRole('form', { name: 'Found a community' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('What it is for').fill('Which bearings fail, and after how many hours.');
  await form.getByText('Closed', { exact: true }).click();
  await form.getByRole('button', { name: 'Found it' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const address = page.url();

  const bill = await colleague(browser, product, /Bill/);
  await bill.goto(address);
  await bill.getByRole('button', { name: 'Ask to be let in' }).click();
  await bill
    .getByRole('form', { name: 'Ask to be let in' })
    .getByRole('button', { name: 'Ask', exact: true })
    .click();
  await expect(bill.getByText(/You asked to be let in/)).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await page
    .getByRole('region', { name: 'Members' })
    .getByRole('button', { name: /^Let Bill .* in$/ })
    .click();

  // A promise of its owners to whoever asks.
  await page.getByRole('button', { name: 'Look after it' }).click();
  const caring = page.getByRole('region', { name: 'Look after it' });
  await caring
    .getByLabel('Whoever asks a question here is promised a first answer')
    .selectOption('within a day');
  await page.reload();
  await expect(page.getByText('A first answer is promised within a day.')).toBeVisible();

  await page.getByRole('button', { name: /Share an update/ }).click();
  const composer = page.getByRole('form', { name: 'New post' });
  await composer
    .getByRole('textbox', { name: 'Your words' })
    .fill('The ball bearing of the P-40 lasts 900 hours, not 4,000.');
  await composer.getByRole('button', { name: 'Post update' }).click();
  const said = page.getByRole('article').filter({ hasText: 'lasts 900 hours' });
  await expect(said).toBeVisible();
  await said.getByRole('link', { name: 'Comment' }).click();
  await expect(page).toHaveURL(/\/post\//);
  const thread = page.url();
  await bill.goto(thread);
  await bill.getByRole('textbox', { name: /comment/i }).fill('I opened three of them; it is the grease.');
  await bill.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(bill.getByText('it is the grease')).toBeVisible();

  // Opened wider: Henrike comes, and reads nothing of before.
  await page.goto(address);
  await page.getByRole('button', { name: 'Look after it' }).click();
  await caring.getByText('Open', { exact: true }).click();
  await caring.getByRole('button', { name: 'Open it wider' }).click();
  await expect(caring.getByRole('button', { name: 'Change the door' })).toBeDisabled();
  const henrike = await colleague(browser, product, /Henrike/);
  await henrike.goto(address);
  await henrike.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(henrike.getByText('Nothing has been posted here yet')).toBeVisible();

  // Its author shows it, after being asked once; the comment below is not theirs to show.
  await page.goto(thread);
  await expect(page.getByText('One person came since you said this, and does not see it.')).toBeVisible();
  await page.getByRole('button', { name: 'Show it to them' }).click();
  await takeScreens(page, 'widening-asked', () => expectAccessible());
  await page.getByRole('button', { name: 'Show it · 3 people' }).click();
  await expect(page.getByText('came since you said this')).toBeHidden();
  await henrike.goto(thread);
  await expect(henrike.getByText('lasts 900 hours')).toBeVisible();
  await expect(henrike.getByText('One contribution is withheld.')).toBeVisible();
  await expect(henrike.getByText('it is the grease')).toBeHidden();
  await takeScreens(henrike, 'widening-withheld', () => expectAccessible(henrike));

  // Bill does it for his own, and whoever reads along sees it come.
  await expect(bill.getByText('to fewer people')).toBeVisible();
  await bill.getByRole('button', { name: /^More about the comment by Bill/ }).click();
  await bill.getByRole('menuitem', { name: 'Show to all who see the post' }).click();
  await takeScreens(bill, 'widening-comment', () => expectAccessible(bill));
  await bill.getByRole('button', { name: 'Show it', exact: true }).click();
  await expect(bill.getByText('to fewer people')).toBeHidden();
  await expect(henrike.getByText('it is the grease')).toBeVisible();
  await expect(henrike.getByText('One contribution is withheld.')).toBeHidden();
  await henrike.context().close();
  await bill.context().close();
});
