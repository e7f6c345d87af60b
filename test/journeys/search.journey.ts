import { expect, test } from './journey.js';
import { signIn } from './people.js';
import { takeScreens } from './screens.js';

test('what may be seen is found from the keyboard, and no address knows what was looked for', async ({
  page,
  product,
  expectAccessible,
}) => {
  test.slow();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url(), request.headers()['referer'] ?? ''));
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  await signIn(page, product, /Samira/);

  // From anywhere.
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('casting');
  await expect(page.getByRole('option', { name: 'Search everything for “casting”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Search', level: 1 })).toBeVisible();
  const said = page.getByRole('region', { name: 'Posts and comments' });
  await expect(said.locator('mark').first()).toHaveText(/casting/i);
  await expect(page).toHaveURL(/\/search$/);
  await takeScreens(page, 'search-en', () => expectAccessible());

  // It is this tab's, and stays over a reload.
  await page.reload();
  await expect(said.locator('mark').first()).toHaveText(/casting/i);

  // Names, with a slip; on this screen the key goes to its field.
  const field = page.getByRole('searchbox', { name: 'Search' });
  await page.getByRole('heading', { name: 'Search', level: 1 }).click();
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('bill');
  await page.keyboard.press('Enter');
  const people = page.getByRole('region', { name: 'People' });
  await expect(people.getByRole('link', { name: /Bill/ })).toBeVisible();
  await takeScreens(page, 'search-people-en', () => expectAccessible());

  await page.goBack();
  await expect(said.locator('mark').first()).toHaveText(/casting/i);
  await expect(field).toHaveValue('casting');

  // Nothing, and something wrong.
  await field.fill('zyzzyva');
  await field.press('Enter');
  await expect(page.getByText('Nothing that you may see')).toBeVisible();
  await takeScreens(page, 'search-empty-en', () => expectAccessible());
  await field.fill('casting kind:cat');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('does not know what follows it');
  await takeScreens(page, 'search-wrong-en', () => expectAccessible());

  await field.fill('casting');
  await field.press('Enter');
  await said
    .getByRole('link', { name: /ago|yesterday|now|\d/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/post\//);
  expect(addresses.filter((address) => /casting|zyzzyva|bill\b/i.test(decodeURIComponent(address)))).toEqual(
    [],
  );

  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await page.goto('/search');
  await expect(page.getByRole('heading', { name: 'Suche', level: 1 })).toBeVisible();
  await takeScreens(page, 'search-start-de', () => expectAccessible());
});

test('what somebody looked for is not shown to whoever signs in after them in the same tab', async ({
  page,
  product,
}) => {
  test.slow();
  const field = page.getByRole('searchbox', { name: 'Search' });
  await signIn(page, product, /Samira/);
  await page.goto('/search');
  await field.fill('casting');
  await field.press('Enter');
  await expect(page.getByRole('region', { name: 'Posts and comments' })).toBeVisible();
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();

  await signIn(page, product, /Henrike/);
  await expect(async () => {
    await page.goBack();
    await expect(page).toHaveURL(/\/search$/, { timeout: 2_000 });
  }).toPass();
  // The entry is there, and not their words.
  expect(await page.evaluate(() => JSON.stringify(history.state))).toContain('casting');
  await expect(page.getByText('What are you looking for?')).toBeVisible();
  await expect(field).toHaveValue('');
});
