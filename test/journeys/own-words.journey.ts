import { expect, test } from './journey.js';
import { approve, draftAsking, proposeOpening, proposeRecipient, prove } from './officers.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';
import { paste } from './words.js';

const PARTNER = 'Wellenlager Partner';

test('a yes to words is a yes to the whole of them, and to no others @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Ruth/);
  await proposeRecipient(page, { name: PARTNER, category: 'Business partner' });
  await prove(page, product, /Ruth/);
  const henrike = await colleague(browser, product, /Henrike/);
  await approve(henrike, '/desk/recipients', PARTNER);
  await prove(henrike, product, /Henrike/);
  await henrike.context().close();
  await proposeOpening(page, PARTNER, ['Text of posts']);
  await prove(page, product, /Ruth/);
  const ivo = await colleague(browser, product, /Ivo/);
  await approve(ivo, '/desk/openings', PARTNER);
  await prove(ivo, product, /Ivo/);
  await ivo.context().close();
  const form = await draftAsking(page, PARTNER, ['Text of posts']);
  await form.getByRole('button', { name: 'Ask them' }).click();
  await prove(page, product, /Ruth/);
  await expect(page.getByText(`Asked, for ${PARTNER}.`)).toBeVisible();

  // Somebody writes something long, whose end matters.
  const samira = await colleague(browser, product, /Samira/);
  await samira.keyboard.press('c');
  const composer = samira.getByRole('form', { name: 'New post' });
  await composer.getByRole('button', { name: 'Design' }).click();
  await samira.keyboard.type('Kess');
  await samira.getByRole('option', { name: /Kessler Pumps/ }).click();
  await samira.keyboard.press('Escape');
  const lines = Array.from(
    { length: 24 },
    (_, line) => `Bearing ${line + 1} ran for a whole night without a sound.`,
  );
  const words = ['What we learned on the test bench', ...lines, 'And the last one broke.'].join('\n');
  await paste(composer.getByRole('textbox', { name: 'Your words' }), words);
  await composer.getByRole('button', { name: 'Post update' }).click();
  const post = samira.getByRole('article').filter({ hasText: 'on the test bench' });
  await expect(post.getByRole('button', { name: 'More' })).toBeVisible();

  const asked = await samira.context().newPage();
  await asked.goto('/privacy');
  const card = asked.getByRole('article').filter({ hasText: PARTNER });
  await card.getByRole('button', { name: 'Read and answer them one by one' }).click();
  const item = card
    .getByRole('listitem')
    .filter({ has: asked.getByRole('group', { name: 'The whole text' }) });
  // The whole is there before anything is said, and can be reached with keys.
  await expect(item.getByText('And the last one broke.')).toBeAttached();
  await item.getByRole('group', { name: 'The whole text' }).focus();
  await asked.keyboard.press('End');
  await expect(item.getByText('And the last one broke.')).toBeInViewport();
  await takeScreens(asked, 'privacy-words', () => expectAccessible(asked));
  await item.getByRole('button', { name: 'Show the whole text' }).click();
  await expect(item.getByRole('button', { name: 'Show less' })).toBeVisible();
  await item.getByRole('button', { name: 'Show less' }).click();

  const answer = item.getByRole('group', { name: 'What we learned on the test bench' });
  await answer.getByRole('button', { name: 'Yes' }).click();
  // Before it is saved the words become others.
  await post.getByRole('button', { name: 'More' }).click();
  await samira.getByRole('menuitem', { name: 'Edit' }).click();
  const rewriting = post.getByRole('textbox', { name: 'Your post' });
  await rewriting.getByText('And the last one broke.').click();
  await samira.keyboard.press('End');
  await samira.keyboard.press('Backspace');
  await samira.keyboard.type(' my heart.');
  await post.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rewriting).toBeHidden();

  await card.getByRole('button', { name: 'Save my answers' }).click();
  await prove(asked, product, /Samira/);
  await expect(
    card.getByText('Something you said yes to has changed since it was shown to you.'),
  ).toBeVisible();
  await expect(item.getByText('This has changed since it was shown to you.')).toBeVisible();
  await expect(item.getByText('And the last one broke my heart.')).toBeAttached();
  await expect(answer.locator('[aria-pressed="true"]')).toHaveCount(0);
  await item.scrollIntoViewIfNeeded();
  await takeScreens(asked, 'privacy-words-changed', () => expectAccessible(asked));

  await answer.getByRole('button', { name: 'Yes' }).click();
  await expect(item.getByText('This has changed since it was shown to you.')).toBeHidden();
  await card.getByRole('button', { name: 'Save my answers' }).click();
  await expect(item.getByText(/Your yes counts from/)).toBeVisible();
  await samira.context().close();
});
