import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipOf } from '../fixtures/slack/zip-writer.js';
import { expect, test } from './journey.js';
import type { Product } from './product.js';
import { takeScreens } from './screens.js';

const SAID = 'Boats smell of tar, and so do I.';
const ANSWER = 'Tar it is, said the answer.';

/** Two people of the demo, who talked in Slack. */
function slackOf({ signIns = [] }: Product): Buffer {
  const person = (id: string, name: RegExp) => {
    const known = signIns.find((one) => name.test(one.name));
    if (!known) throw new Error('The demo has no such sign-in.');
    return {
      id,
      team_id: 'T1',
      name: id.toLowerCase(),
      real_name: known.name,
      profile: { email: known.email },
    };
  };
  const first = { type: 'message', user: 'UBILL', ts: '1700000000.000100', text: SAID };
  const lists = {
    'users.json': [person('UBILL', /Bill/), person('USAMIRA', /Samira/)],
    'channels.json': [{ id: 'CPIER', name: 'pier', members: ['UBILL', 'USAMIRA'] }],
    'pier/2023-11-14.json': [
      { ...first, thread_ts: first.ts },
      { type: 'message', user: 'USAMIRA', ts: '1700000100.000100', text: ANSWER, thread_ts: first.ts },
    ],
  };
  return zipOf(Object.entries(lists).map(([name, list]) => ({ name, bytes: JSON.stringify(list) })));
}

test('what its author had erased says so, and the conversation below it stays @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-slack-'));
  try {
    const zip = join(folder, 'Harbour Slack export Jan 1 2024.zip');
    writeFileSync(zip, slackOf(product));
    product.courtyard('import', 'slack', zip);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  const enter = async (on: typeof page, name: RegExp) => {
    const person = product.signIns?.find(({ name: known }) => name.test(known));
    await on.goto('/');
    await on.getByLabel(/e-?mail/i).fill(person?.email ?? '');
    await on
      .getByLabel(/password/i)
      .first()
      .fill(person?.password ?? '');
    await on.getByRole('button', { name: /^sign in$/i }).click();
    await expect(on.getByRole('heading', { name: /^Welcome, / })).toBeVisible();
  };
  await enter(page, /Bill/);
  await page.getByRole('button', { name: 'Erase it…' }).click();
  await page.getByRole('button', { name: 'Erase it for good' }).click();
  await expect(page.getByText('What was moved in about you is erased.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on to Courtyard' }).click();

  const context = await browser.newContext({ baseURL: product.url, reducedMotion: 'reduce' });
  const samira = await context.newPage();
  await enter(samira, /Samira/);
  await samira.getByRole('button', { name: 'Go on to Courtyard' }).click();
  await samira.getByRole('link', { name: 'Communities' }).first().click();
  await samira.getByRole('link', { name: /pier/ }).first().click();
  const post = samira.getByRole('article').filter({ hasText: 'Erased by its author' });
  await expect(post).toBeVisible();
  await expect(post.getByText('Not a word of it is left.')).toBeVisible();
  await expect(post.getByRole('button', { name: /useful/i })).toBeHidden();
  await expect(post.getByText('Bill')).toBeHidden();
  await expect(post.getByText('edited')).toBeHidden();
  await post.getByRole('link', { name: '1 comment' }).click();
  await expect(samira.getByText(ANSWER)).toBeVisible();
  await expect(samira.getByText(SAID)).toBeHidden();
  await expect(samira.getByRole('heading', { name: 'Post', exact: true })).toBeVisible();
  await takeScreens(samira, 'erased', () => expectAccessible(samira));
  await context.close();
});
