import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const WORDS = 'Saturday at ten, behind the foundry. Bring the ball, Bill.';

test('a circle is made, written to and deleted, and nobody in it hears of it @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);

  // By the keyboard: the palette leads to it, and what stands there is hers alone.
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('combobox', { name: 'Search or jump to' });
  await palette.fill('circles');
  await expect(page.getByRole('option', { name: 'Circles', exact: true })).toBeVisible();
  await palette.press('Enter');
  await expect(page.getByRole('heading', { name: 'Circles', level: 1 })).toBeVisible();
  const circles = page.getByRole('list', { name: 'Your circles' });
  await expect(circles.getByRole('button', { name: /First readers/ })).toContainText('1 from outside');
  await page.getByRole('button', { name: 'New circle' }).click();
  const form = page.getByRole('form', { name: 'New circle' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Football');
  for (const name of ['Bill', 'Ivo']) {
    await form.getByRole('searchbox', { name: 'Add somebody' }).fill(name);
    await form.getByRole('button', { name: new RegExp(`Add ${name}`) }).click();
  }
  await takeScreens(page, 'circle-new-en', () => expectAccessible());
  await form.getByRole('button', { name: 'Make it' }).click();
  const football = circles.getByRole('button', { name: /Football/ });
  await expect(football).toContainText('2 people');
  await expect(page.getByRole('region', { name: 'Football' })).toContainText('Bill Kowalczyk');
  await takeScreens(page, 'circle-open-en', () => expectAccessible());

  // Written to alone: what does not go with it leaves the sentence.
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('First read');
  await page.getByRole('option', { name: /First readers/ }).click();
  await page.keyboard.press('Escape');
  await expect(composer.getByText('One guest or integration from outside would read this.')).toBeVisible();
  await composer.getByRole('button', { name: '5 people' }).click();
  await expect(page.getByRole('heading', { name: /From outside the house/ })).toBeVisible();
  await takeScreens(page, 'circle-guest-warning-en', () => expectAccessible());
  await composer.getByRole('button', { name: 'First readers' }).click();
  await page.getByRole('button', { name: 'Leave out First readers' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Footb');
  await page.getByRole('option', { name: /Football/ }).click();
  await page.keyboard.press('Escape');
  await expect(composer.getByRole('button', { name: '3 people' })).toBeVisible();
  await composer.getByRole('textbox', { name: 'Your words' }).fill(WORDS);
  await composer.getByRole('button', { name: 'Post update' }).click();
  const mine = page.getByRole('article').filter({ hasText: WORDS });
  await expect(mine.getByRole('button', { name: /Football, 3 people/ })).toBeVisible();

  // Who reads it is told that it was shared with them, and no more.
  const bill = await colleague(browser, product, /Bill/);
  const his = bill.getByRole('article').filter({ hasText: WORDS });
  await expect(his.getByText('Shared with you')).toBeVisible();
  await expect(bill.getByText('Football')).toHaveCount(0);
  await his.getByRole('button', { name: /Shared with you/ }).click();
  await expect(bill.getByText(/is not told; a comment of yours shows them that you can/)).toBeVisible();
  await takeScreens(bill, 'circle-shared-lens-en', () => expectAccessible());
  await bill.keyboard.press('Escape');
  await his.getByRole('link', { name: 'Comment' }).click();
  await expect(bill.getByText(/Its author does not say who else can read it/)).toBeVisible();
  await bill.getByRole('textbox', { name: 'Your comment' }).fill('Two balls.');
  await expect(bill.getByText(/sees your name/)).toBeVisible();
  await takeScreens(bill, 'circle-shared-thread-en', () => expectAccessible());
  await bill.keyboard.press('Control+Enter');
  await expect(bill.getByRole('article', { name: 'Bill Kowalczyk' })).toContainText('Two balls.');

  // Whoever is taken out does not find it any more.
  const ivo = await colleague(browser, product, /Ivo/);
  const ivos = ivo.getByRole('article').filter({ hasText: WORDS });
  await expect(ivos).toBeVisible();
  await page.goto('/circles');
  await football.click();
  await page.getByRole('button', { name: 'Take Ivo Marković out' }).click();
  await expect(football).toContainText('1 person');
  await ivo.reload();
  await ivo.getByRole('article').first().waitFor();
  await expect(ivos).toHaveCount(0);

  // Deleted, what was shared is its author's alone.
  await page.getByRole('button', { name: 'Delete this circle' }).click();
  await expect(page.getByText(/nobody in it reads it any more/)).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(circles.getByRole('button', { name: /Football/ })).toHaveCount(0);
  await bill.goto('/');
  await bill.getByRole('article').first().waitFor();
  await expect(his).toHaveCount(0);

  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible();
  await page.goto('/circles');
  await expect(page.getByRole('heading', { name: 'Kreise', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: /First readers/ }).click();
  await takeScreens(page, 'circle-open-de', () => expectAccessible());
  await page.goto('/settings');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
