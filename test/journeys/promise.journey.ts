import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const WORDS = 'You get the torque table for the old cast covers.';
const REASON = 'The test bench is booked until then.';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a promise is given, moved with a reason, kept and confirmed, and leaves the list of what waits @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);

  // Beside Home stands what she was promised.
  await expect(page.getByRole('heading', { name: 'Promises that wait' })).toBeVisible();
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('pledge');
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill(WORDS);
  const give = composer.getByRole('button', { name: 'Give your word' });
  // Without a day nothing is promised.
  await expect(give).toBeDisabled();
  await composer.getByRole('button', { name: 'everyone it reaches' }).click();
  const receiver = page.getByRole('combobox', { name: 'Somebody whom it reaches' });
  await expect(receiver).toBeFocused();
  await page.keyboard.type('Ivo');
  const receivers = page.getByRole('listbox', { name: 'Whom it is promised to' });
  await expect(receivers.getByRole('option')).toHaveText([/^Ivo Marković/]);
  await page.keyboard.press('Enter');
  await expect(composer.getByRole('button', { name: 'Ivo Marković' })).toBeVisible();
  await composer.getByLabel('by', { exact: true }).fill(day(10));
  await takeScreens(page, 'promise-giving-en', () => expectAccessible());
  await give.click();
  const given = page.getByRole('article').filter({ hasText: WORDS });
  await expect(given.getByText('Promise', { exact: true })).toBeVisible();
  await expect(given.getByText(/You promised it to Ivo Marković, by/)).toBeVisible();

  // Whoever it was made to sees it waiting, and has nothing to say yet.
  const ivo = await colleague(browser, product, /Ivo/);
  const his = ivo.getByRole('article').filter({ hasText: WORDS });
  await ivo.getByRole('link', { name: 'Promises', exact: true }).click();
  await expect(ivo.getByRole('heading', { name: 'Promises', level: 1 })).toBeVisible();
  await expect(his.getByText(/Promised to you, by/)).toBeVisible();
  await expect(his.getByRole('button', { name: 'It is kept' })).toHaveCount(0);
  await ivo.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(his.getByText(/Promised to you, by/)).toBeVisible();

  // Another day, with a reason; the one before stays for everybody, at once.
  await given.getByRole('button', { name: 'Move the day' }).click();
  await given.getByLabel('New day').fill(day(20));
  await given.getByLabel('Why', { exact: true }).fill(REASON);
  await takeScreens(page, 'promise-moving-en', () => expectAccessible());
  await given.getByRole('button', { name: 'Promise this day' }).click();
  await expect(given.getByRole('list', { name: 'Days promised before' })).toContainText(REASON);
  await expect(his.getByRole('list', { name: 'Days promised before' })).toContainText(REASON);

  const waiting = page.getByRole('region', { name: 'Promises', exact: true }).getByRole('article');
  await page.getByRole('link', { name: 'Promises', exact: true }).click();
  await expect(waiting).toHaveCount(2);
  await expect(waiting.first()).toContainText('Promised to you');
  await expect(waiting.last()).toContainText(WORDS);
  await takeScreens(page, 'promise-waiting-en', () => expectAccessible());

  // Its author says what became of it, the other side that it was kept.
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await given.getByRole('button', { name: 'It is kept' }).click();
  await expect(given.getByText('Kept.')).toBeVisible();
  await his.getByRole('button', { name: 'Yes, it was kept' }).click();
  await expect(his.getByText('You said that it was kept.')).toBeVisible();
  await expect(given.getByText('Ivo Marković says that it was kept.')).toBeVisible();
  await expect(given.getByRole('button', { name: 'It is not kept yet' })).toHaveCount(0);
  await takeScreens(page, 'promise-kept-en', () => expectAccessible());
  await page.goto('/promises');
  await expect(waiting).toHaveCount(1);
  await ivo.goto('/promises');
  await expect(ivo.getByText('No promise waits')).toBeVisible();
  await takeScreens(ivo, 'promise-none-en');

  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await page.goto('/promises');
  await expect(page.getByRole('heading', { name: 'Versprechen', level: 1 })).toBeVisible();
  await expect(page.getByText(/Dir versprochen, bis/)).toBeVisible();
  await takeScreens(page, 'promise-waiting-de', () => expectAccessible());
  await page.goto('/');
  await page.getByRole('button', { name: 'Eine Neuigkeit teilen oder etwas fragen' }).click();
  await page.getByRole('combobox', { name: 'Was es ist' }).selectOption('pledge');
  await takeScreens(page, 'promise-giving-de', () => expectAccessible());
  await page.keyboard.press('Escape');

  // Who comes after finds her as she was.
  await page.goto('/settings');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
