import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const ASKED = 'Which cover do we keep for the HX-40?';

test('a poll is asked and answered by keyboard, and tells nothing before one’s own answer, nor of few @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('poll');
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill(ASKED);
  const post = composer.getByRole('button', { name: 'Post poll' });
  await expect(post).toBeDisabled();
  await composer.getByRole('textbox', { name: 'Option 1' }).fill('Cast iron');
  await page.keyboard.press('Enter');
  await page.keyboard.type('cast iron');
  await expect(composer.getByText('Two options are the same.')).toBeVisible();
  await expect(post).toBeDisabled();
  await composer.getByRole('textbox', { name: 'Option 2' }).fill('Steel');
  await takeScreens(page, 'poll-asking-en', () => expectAccessible());
  await post.click();

  // Whoever asks gives their own answer, too, or says that they do not want to.
  const asked = page.getByRole('article').filter({ hasText: ASKED });
  const ballot = asked.getByRole('group', { name: 'Your vote' });
  await expect(ballot.getByRole('radio', { name: 'Steel' })).not.toBeChecked();
  await expect(asked.getByRole('button', { name: 'Vote', exact: true })).toBeDisabled();

  const ivo = await colleague(browser, product, /Ivo/);
  const his = ivo.getByRole('article').filter({ hasText: ASKED });
  await expect(his.getByRole('radio', { name: 'Cast iron' })).toBeVisible();
  await takeScreens(ivo, 'poll-open-en', () => expectAccessible());
  await his.getByRole('radio', { name: 'Cast iron' }).focus();
  await ivo.keyboard.press('Space');
  await ivo.keyboard.press('Enter');
  await expect(his.getByText('Your choice')).toBeVisible();
  await expect(his.getByText('You voted.')).toBeVisible();
  await expect(his.getByRole('button', { name: 'Close the poll' })).toHaveCount(0);
  await his.getByRole('button', { name: 'Useful' }).click();
  await expect(his.getByRole('button', { name: 'Useful' })).toContainText('1');
  await his.getByRole('link', { name: 'Comment' }).click();
  await ivo.getByRole('textbox', { name: 'Your comment' }).fill('The old one never cracked.');
  await ivo.keyboard.press('Control+Enter');
  await expect(ivo.getByRole('article', { name: 'Ivo Marković' })).toBeVisible();

  // She is told neither that he voted, nor what he thought, until she has answered.
  await page.reload();
  await expect(asked.getByRole('link', { name: 'Comments' })).toBeVisible();
  await expect(asked.getByRole('button', { name: 'Useful' })).not.toContainText('1');
  await asked.getByRole('link', { name: 'Comments' }).click();
  await expect(page.getByText('in an order of your own')).toBeVisible();
  await expect(page.getByText('The old one never cracked.')).toBeVisible();
  await takeScreens(page, 'poll-before-en', () => expectAccessible());
  await page.getByRole('button', { name: 'I don’t want to say' }).click();
  await expect(page.getByText('You did not want to say.')).toBeVisible();
  await expect(page.getByText('in an order of your own')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Useful' })).toContainText('1');

  // Another answer while it is open; then it is closed for good.
  await page.getByRole('button', { name: 'Vote after all' }).click();
  await page.getByRole('radio', { name: 'Steel' }).check();
  await page.getByRole('button', { name: 'Vote', exact: true }).click();
  await expect(page.getByText('You voted.')).toBeVisible();
  await page.getByRole('button', { name: 'Close the poll' }).click();
  await expect(page.getByText('Close it for good?')).toBeVisible();
  await takeScreens(page, 'poll-closing-en', () => expectAccessible());
  await page.getByRole('button', { name: 'Close and count' }).click();
  await expect(page.getByText('Closed without a result.')).toBeVisible();
  await expect(ivo.getByText('Closed without a result.')).toBeVisible();
  await expect(ivo.getByText('Your choice')).toHaveCount(0);

  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await page.goto('/');
  await expect(asked.getByText('Ohne Ergebnis geschlossen.')).toBeVisible();
  await page.getByRole('button', { name: 'Eine Neuigkeit teilen oder etwas fragen' }).click();
  await page.getByRole('combobox', { name: 'Was es ist' }).selectOption('poll');
  await takeScreens(page, 'poll-asking-de', () => expectAccessible());
  await page.keyboard.press('Escape');

  // Who comes after finds her as she was.
  await page.goto('/settings');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
