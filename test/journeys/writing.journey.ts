import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

test('words have a shape: written with the keyboard, read, edited and found @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  const words = composer.getByRole('textbox', { name: 'Your words' });
  await expect(words).toBeFocused();
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await words.click();

  // Markdown as one types it, a colleague by the beginning of their name, a topic by its end.
  await page.keyboard.type('## Bench 2\nThanks to @Bill');
  const people = composer.getByRole('listbox', { name: 'People' });
  await expect(people.getByRole('option', { name: /Bill Kowalczyk/ })).toBeVisible();
  // Whoever hears the page hears which one the keys would take.
  const active = people.getByRole('option', { selected: true });
  await expect(words).toHaveAttribute('aria-activedescendant', String(await active.getAttribute('id')));
  await expectAccessible();
  await page.keyboard.press('Enter');
  await expect(people).toBeHidden();
  await page.keyboard.type('for #seals and **two** valves:\n- the first\nthe second\n\n');
  await page.keyboard.type('> Nobody touches it.\n\n');
  await page.keyboard.type('```sql select 1;');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('See ');
  await composer.getByRole('button', { name: 'Link' }).click();
  await page
    .getByRole('textbox', { name: 'Address of the link' })
    .fill('https://kessler.example/plan?utm_source=x');
  await page.keyboard.press('Enter');
  await expect(words.getByRole('heading', { name: 'Bench 2' })).toBeVisible();
  await expect(words.getByText('@Bill Kowalczyk')).toBeVisible();
  await takeScreens(page, 'writing-composer-en', () => expectAccessible());

  // A draft is kept with its shape.
  await page.reload();
  await page.getByRole('button', { name: /^Go on writing: Bench 2/ }).click();
  await expect(words.getByText('@Bill Kowalczyk')).toBeVisible();
  await composer.getByRole('button', { name: 'Post update' }).click();
  const mine = page.getByRole('article').filter({ hasText: 'Nobody touches it.' });
  await expect(mine.getByRole('button', { name: 'More' })).toBeVisible();
  await expect(mine.getByRole('heading', { name: 'Bench 2' })).toBeVisible();
  await expect(mine.getByRole('link', { name: '@Bill Kowalczyk' })).toHaveAttribute(
    'href',
    /\/people\/employee_/,
  );
  await expect(mine.getByRole('link', { name: '#seals' })).toBeVisible();
  await expect(mine.locator('strong')).toHaveText('two');
  await expect(mine.getByRole('listitem')).toHaveText(['the first', 'the second']);
  await expect(mine.locator('blockquote')).toHaveText('Nobody touches it.');
  await expect(mine.locator('pre')).toHaveText('select 1;');
  await expect(mine.getByRole('link', { name: /kessler\.example/ })).toHaveAttribute(
    'href',
    'https://kessler.example/plan',
  );
  await mine.scrollIntoViewIfNeeded();
  await takeScreens(page, 'writing-card-en', () => expectAccessible());

  // Edited in its place; what it said before stays to be read, in its shape.
  await mine.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const rewriting = mine.getByRole('textbox', { name: 'Your post' });
  await expect(rewriting.getByRole('heading', { name: 'Bench 2' })).toBeVisible();
  await rewriting.getByText('the second').click();
  await page.keyboard.press('End');
  await page.keyboard.type(', and the third');
  await mine.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rewriting).toBeHidden();
  await expect(mine.getByRole('listitem').last()).toHaveText('the second, and the third');
  await mine.getByRole('button', { name: 'edited' }).click();
  const history = mine.getByRole('region', { name: 'History' });
  await expect(history.getByRole('heading', { name: 'Bench 2' })).toBeVisible();
  await page.keyboard.press('Escape');

  // A colleague reads it, answers in the same hand, and finds it by its topic.
  const bill = await colleague(browser, product, /Bill/);
  const read = bill.getByRole('article').filter({ hasText: 'Nobody touches it.' });
  await read.getByRole('link', { name: 'Comment' }).click();
  const answer = bill.getByRole('textbox', { name: 'Your comment' });
  await expect(answer).toBeFocused();
  await bill.keyboard.type('Done: `valve 7` and @Sam');
  await expect(bill.getByRole('option', { name: /Samira/ })).toBeVisible();
  await bill.keyboard.press('Enter');
  await takeScreens(bill, 'writing-comment-en', () => expectAccessible(bill));
  await bill.keyboard.press('Control+Enter');
  const comments = bill.getByRole('region', { name: 'Comments' });
  await expect(comments.getByText('valve 7')).toBeVisible();
  await expect(comments.getByRole('link', { name: /^@Samira/ })).toBeVisible();
  await bill.getByRole('link', { name: '#seals' }).first().click();
  await expect(bill.getByRole('searchbox', { name: 'Search' })).toHaveValue('topic:seals');
  await expect(bill.getByRole('article').filter({ hasText: 'Nobody touches it.' })).toBeVisible();
  expect(bill.url()).not.toContain('seals');
  await bill.context().close();
});

test('whom one mentions and does not write to is said to the author, and pasted markup is text', async ({
  page,
  product,
}) => {
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await expect(composer.getByRole('textbox', { name: 'Your words' })).toBeFocused();
  await page.keyboard.type('With @Ruth');
  await composer.getByRole('option', { name: /Ruth/ }).click();
  await expect(composer.getByText(/Ruth .* is mentioned and will not see this/)).toBeVisible();

  const words = composer.getByRole('textbox', { name: 'Your words' });
  await words.evaluate((target) => {
    // With markup beside the text, as browsers put it there.
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'plain <b>words</b>\u202E');
    clipboardData.setData(
      'text/html',
      '<img src="https://elsewhere.example/x.png"><b>bold</b><span data-mention>@Boss</span>',
    );
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(words).toContainText('plain <b>words</b>');
  await expect(words.locator('b, strong, img')).toHaveCount(0);
});
