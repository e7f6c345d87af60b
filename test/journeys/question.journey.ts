import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';
import { paste } from './words.js';

const QUESTION = 'Who knows the torque for the old cast covers?';
const ANSWER = 'Forty newton metres, crosswise, and once more after the first warm run.';

test('a question finds somebody who looks after it and an answer, and leaves the list of what waits @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Samira/);

  // Asked from the keyboard: the kind is a word in the sentence.
  await page.keyboard.press('c');
  const composer = page.getByRole('form', { name: 'New post' });
  await composer.getByRole('combobox', { name: 'What it is' }).selectOption('question');
  await composer.getByRole('button', { name: 'Design' }).click();
  await page.getByRole('combobox', { name: /Add a department/ }).fill('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  const words = composer.getByRole('textbox', { name: 'Your words' });
  await paste(words, `${QUESTION}\n\nThe ones from before 2009, with six bolts.`);
  await takeScreens(page, 'question-asking-en', () => expectAccessible());
  await composer.getByRole('button', { name: 'Post question' }).click();
  const asked = page.getByRole('article').filter({ hasText: QUESTION });
  await expect(asked.getByText('Nobody looks after it yet.')).toBeVisible();
  await expect(asked.getByText('Question', { exact: true })).toBeVisible();
  await expect(asked.getByRole('button', { name: 'It is solved' })).toBeVisible();

  // A colleague says that they look after it; whoever asked sees it at once.
  const ivo = await colleague(browser, product, /Ivo/);
  const his = ivo.getByRole('article').filter({ hasText: QUESTION });
  await his.getByRole('button', { name: 'I look after this' }).click();
  await expect(his.getByText('You look after it.')).toBeVisible();
  await expect(his.getByRole('button', { name: 'It is solved' })).toHaveCount(0);
  await expect(asked.getByText('Ivo Marković looks after it.')).toBeVisible();
  await takeScreens(ivo, 'question-home-en');

  // The list of what waits, beside Home and by itself: by waiting time and nothing else.
  await page.reload();
  const longest = page.getByRole('heading', { name: 'Waiting longest for an answer' });
  await expect(longest).toBeVisible();
  await page.getByRole('link', { name: 'See all that wait' }).click();
  await expect(page.getByRole('heading', { name: 'Unanswered', level: 1 })).toBeVisible();
  const waiting = page.getByRole('region', { name: 'Questions', exact: true }).getByRole('article');
  await expect(waiting).toHaveCount(2);
  await expect(waiting.first()).toContainText('seal kits arrive without the O-ring');
  await expect(waiting.first()).toContainText('Tomasz Wieczorek looks after it.');
  await expect(waiting.last()).toContainText(QUESTION);
  await takeScreens(page, 'question-unanswered-en', () => expectAccessible());

  // Given back, and taken by somebody else is possible again; an answer is a comment like any other.
  await his.getByRole('button', { name: 'Give it back' }).click();
  await expect(his.getByText('Nobody looks after it yet.')).toBeVisible();
  await his.getByRole('link', { name: 'Comment' }).click();
  await ivo.getByRole('textbox', { name: 'Your comment' }).fill(ANSWER);
  await ivo.keyboard.press('Control+Enter');
  const answer = ivo.getByRole('article', { name: 'Ivo Marković' });
  await expect(answer).toContainText(ANSWER);
  await expect(ivo.getByRole('button', { name: 'This answers it' })).toHaveCount(0);

  // Whoever asked, and nobody else, says what answers it.
  await waiting
    .last()
    .getByRole('link', { name: /comment/i })
    .click();
  const comments = page.getByRole('region', { name: 'Comments' });
  await comments.getByRole('button', { name: 'This answers it' }).click();
  const accepted = page.getByRole('region', { name: 'Ivo Marković' });
  await expect(accepted).toContainText('Accepted answer');
  await expect(accepted).toContainText(ANSWER);
  await expect(comments.getByText('Accepted answer')).toBeVisible();
  await expect(ivo.getByRole('region', { name: 'Ivo Marković' })).toContainText(ANSWER);
  await takeScreens(page, 'question-answered-en', () => expectAccessible());

  await page.getByRole('button', { name: 'It is solved' }).click();
  await expect(accepted).toContainText('Solved by this answer');
  await takeScreens(page, 'question-solved-en', () => expectAccessible());
  await page.getByRole('button', { name: 'It is not solved' }).click();
  await page.getByRole('button', { name: 'Take the answer back' }).click();
  await expect(comments.getByRole('button', { name: 'This answers it' })).toBeVisible();
  await comments.getByRole('button', { name: 'This answers it' }).click();
  await expect(accepted).toBeVisible();

  // It waits no longer; what was accepted and is withdrawn answers nothing.
  await page.goto('/unanswered');
  await expect(waiting).toHaveCount(1);
  await answer.getByRole('button', { name: /More about/ }).click();
  await ivo.getByRole('menuitem', { name: 'Withdraw' }).click();
  await ivo.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(ivo.getByText(ANSWER)).toHaveCount(0);
  await expect(ivo.getByText('Nobody looks after it yet.')).toBeVisible();
  await page.reload();
  await expect(waiting).toHaveCount(2);

  await page.goto('/settings');
  await page.getByText('Deutsch').click();
  await page.goto('/unanswered');
  await expect(page.getByRole('heading', { name: 'Unbeantwortet', level: 1 })).toBeVisible();
  await expect(page.getByText('Noch kümmert sich niemand darum.')).toBeVisible();
  await takeScreens(page, 'question-unanswered-de', () => expectAccessible());
  await page.goto('/');
  await page.getByRole('button', { name: 'Eine Neuigkeit teilen oder etwas fragen' }).click();
  await page.getByRole('combobox', { name: 'Was es ist' }).selectOption('question');
  await takeScreens(page, 'question-asking-de', () => expectAccessible());
  await page.keyboard.press('Escape');

  // A community says where its questions wait.
  await page.goto('/communities');
  await page.getByRole('link', { name: 'HX-40 launch' }).click();
  await page.getByRole('link', { name: 'Fragen, die hier warten' }).click();
  await expect(page.getByText('Niemand wartet auf eine Antwort')).toBeVisible();
  await takeScreens(page, 'question-none-de', () => expectAccessible());

  // Who comes after finds her as she was.
  await page.goto('/settings');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
