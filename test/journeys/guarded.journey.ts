import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

test('a guarded field is shown to whom its owner allows, and only when they ask', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Ruth/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Ruth/ }).click();
  await page.getByRole('button', { name: 'Change: Mobile phone' }).click();
  await page.getByRole('textbox', { name: /Mobile phone/ }).fill('+43 660 1234567');
  await page.getByLabel('Who may ask for it').selectOption('organisation');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Filled in/)).toBeVisible();

  const bill = await colleague(browser, product, /Bill/);
  await bill.goto(new URL(page.url()).pathname);
  await expect(bill.getByRole('heading', { name: 'Ruth Adeyemi' }).first()).toBeVisible();
  await expect(bill.getByText('1234567')).toBeHidden();
  await bill.getByRole('button', { name: 'Reveal…' }).click();
  await expect(bill.getByText('This look is written down')).toBeVisible();
  await bill.getByRole('button', { name: 'Reveal it' }).click();
  await expect(bill.getByText(/1234567/)).toBeVisible();
  await bill.context().close();

  // Whose field it is sees that somebody looked, in which role and why, and can prove the entry.
  await page.goto('/privacy/looked');
  const look = page.getByRole('article').filter({ hasText: 'A colleague saw: Mobile phone' });
  await look.getByRole('button', { name: 'Check the proof' }).click();
  await expect(async () => {
    const again = look.getByRole('button', { name: 'Check it again' });
    if (await again.isVisible()) await again.click();
    await expect(look.getByText('Proven in this browser.')).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await takeScreens(page, 'privacy-looked', () => expectAccessible());
});

test('signing out everywhere ends the other browser within a moment', async ({ page, browser, product }) => {
  await signIn(page, product, /Henrike/);
  const other = await colleague(browser, product, /Henrike/);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await other.context().close();
});
