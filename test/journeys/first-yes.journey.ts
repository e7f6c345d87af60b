import { expect, test } from './journey.js';
import { approve, draftAsking, proposeOpening, proposeRecipient, prove } from './officers.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const PARTNER = 'Dichtring Partner';

// One story in its order: each scene stands on what the one before it has done.
test.describe.configure({ mode: 'serial' });

test('two people of two roles open two fields to a partner, and people are asked @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Ruth/);
  await proposeRecipient(page, { name: PARTNER, category: 'Business partner' });
  await prove(page, product, /Ruth/);
  await expect(page.getByRole('article').filter({ hasText: PARTNER })).toBeVisible();
  // Who proposed it has no button to decide it.
  await expect(page.getByRole('button', { name: 'Approve' })).toBeHidden();

  const henrike = await colleague(browser, product, /Henrike/);
  await approve(henrike, '/desk/recipients', PARTNER);
  await prove(henrike, product, /Henrike/);
  await expect(henrike.getByText('In force')).toBeVisible();
  await takeScreens(henrike, 'desk-recipients', () => expectAccessible(henrike));
  await henrike.context().close();

  await proposeOpening(page, PARTNER, ['Name', 'Job title']);
  await prove(page, product, /Ruth/);
  await expect(page.getByRole('article').filter({ hasText: PARTNER })).toBeVisible();
  const ivo = await colleague(browser, product, /Ivo/);
  await approve(ivo, '/desk/openings', PARTNER);
  await prove(ivo, product, /Ivo/);
  await expect(ivo.getByText('In force')).toBeVisible();
  await ivo.context().close();

  const form = await draftAsking(page, PARTNER, ['Name', 'Job title']);
  await takeScreens(page, 'desk-ask', () => expectAccessible());
  await form.getByRole('button', { name: 'Ask them' }).click();
  await prove(page, product, /Ruth/);
  await expect(page.getByText(`Asked, for ${PARTNER}.`)).toBeVisible();
});

test('a person is asked, says yes, and undoes it before it counts @screens', async ({
  page,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Samira/);
  await page.keyboard.press('g');
  await page.keyboard.press('y');
  const card = page.getByRole('article').filter({ hasText: PARTNER });
  await expect(card.getByText('Samira Haddad')).toBeVisible();
  const name = card.getByRole('group', { name: 'Name' });
  // Nothing is filled in.
  await expect(card.locator('[aria-pressed="true"]')).toHaveCount(0);
  await takeScreens(page, 'privacy-asked', () => expectAccessible());
  await card.getByRole('button', { name: 'Show exactly what they would get' }).click();
  await expect(card.getByText('Nothing about you would leave.')).toBeVisible();

  await name.getByRole('button', { name: 'Yes' }).click();
  await card.getByRole('button', { name: 'Save my answers' }).click();
  await expect(page.getByRole('dialog', { name: 'Is it you?' })).toBeVisible();
  await expectAccessible();
  await prove(page, product, /Samira/);
  await expect(card.getByText(/Your yes counts from/)).toBeVisible();
  await card.getByRole('button', { name: 'Undo: Name' }).click();
  await expect(card.getByText('Taken back.')).toBeVisible();
  await expect(name.locator('[aria-pressed="true"]')).toHaveCount(0);
});

test('a no needs no proof, and changes nothing', async ({ page, product }) => {
  await signIn(page, product, /Samira/);
  await page.goto('/privacy');
  const card = page.getByRole('article').filter({ hasText: PARTNER });
  await card.getByRole('group', { name: 'Job title' }).getByRole('button', { name: 'No' }).click();
  await card.getByRole('button', { name: 'Save my answers' }).click();
  await expect(card.getByText('You said no. Nothing changed for you.')).toBeVisible();
});

test('a yes is taken back in one click, and its receipt can be read @screens', async ({
  page,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Bill/);
  await page.goto('/privacy');
  const card = page.getByRole('article').filter({ hasText: PARTNER });
  await card.getByRole('group', { name: 'Name' }).getByRole('button', { name: 'Yes' }).click();
  await card.getByRole('button', { name: 'Save my answers' }).click();
  await prove(page, product, /Bill/);
  await expect(card.getByText(/Your yes counts from/)).toBeVisible();

  await page.goto('/privacy/said');
  const said = page.getByRole('article').filter({ hasText: `Yes to ${PARTNER}: Name` });
  await said.getByRole('button', { name: 'Receipt' }).click();
  await expect(said.getByRole('button', { name: 'Keep the receipt' })).toBeVisible();
  await takeScreens(page, 'privacy-said', () => expectAccessible());
  await said.getByRole('button', { name: 'Undo: Name' }).click();
  await expect(said.getByText('Taken back.')).toBeVisible();
  await page.goto('/privacy/left');
  await expect(page.getByRole('heading', { name: 'Nothing about you has left.' })).toBeVisible();
  await takeScreens(page, 'privacy-left', () => expectAccessible());
});

test('a disclosure shows what would leave, and takes two seats of two roles @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Ruth/);
  await page.goto('/desk/disclosures/new');
  const form = page.getByRole('form', { name: 'New disclosure' });
  await form.getByLabel('The question of the business that it answers').fill('Whom can our fitters call?');
  await expect(form.getByLabel('Name', { exact: true })).toBeDisabled();
  await form.getByLabel('Recipient').selectOption({ label: PARTNER });
  await form.getByLabel('Purpose').selectOption({ label: 'Marketing' });
  await expect(form.getByText('Nothing is ever sent for this purpose')).toBeVisible();
  await expect(form.getByLabel('Name', { exact: true })).toBeDisabled();
  await form.getByLabel('Purpose').selectOption({ label: 'Sharing with a partner' });
  // Only what is opened to them for that can be ticked, and of the rest it is said what opens it.
  await expect(form.getByLabel('Text of posts', { exact: true })).toBeDisabled();
  await expect(
    form.getByText(/Not opened to this recipient for this purpose: .*Text of posts/),
  ).toBeVisible();
  await expect(form.getByRole('link', { name: 'under Openings' })).toBeVisible();
  await form.getByLabel('Name', { exact: true }).check();
  await expect(page.getByRole('row', { name: /Employee\.name/ })).toContainText('No live yes');
  await takeScreens(page, 'desk-disclosure-new', () => expectAccessible());
  await form.getByRole('button', { name: 'Ask for two approvals' }).click();
  await prove(page, product, /Ruth/);
  await expect(page.getByRole('heading', { name: 'Disclosure', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeHidden();
  const address = new URL(page.url()).pathname;

  for (const who of [/Henrike/, /Ivo/]) {
    const officer = await colleague(browser, product, who);
    await officer.goto(address);
    await officer.getByRole('button', { name: 'Approve' }).click();
    await prove(officer, product, who);
    await expect(officer.getByText(/approved$/).first()).toBeVisible();
    if (who.test('Henrike')) await takeScreens(officer, 'desk-disclosure', () => expectAccessible(officer));
    await officer.context().close();
  }
  await page.reload();
  await expect(page.getByText('This seat is open')).toBeHidden();
});

test('an officer reads the log and checks one entry in the browser @screens', async ({
  page,
  product,
  expectAccessible,
}) => {
  await signIn(page, product, /Ruth/);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  // An entry is shown once it has its place in the tree, and the page does not ask again by itself.
  await expect(async () => {
    await page.reload();
    await page.getByLabel('What happened').selectOption({ label: 'The policy changed' });
    await page.getByRole('button', { name: /A recipient was proposed/ }).click({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText('Proven in this browser.')).toBeVisible({ timeout: 30_000 });
  await takeScreens(page, 'desk-log', () => expectAccessible());

  await page.goto('/charter');
  await expect(page.getByRole('heading', { name: 'Complete memory' })).toBeVisible();
  await expect(page.getByText('A proposed opening was decided on.').first()).toBeVisible();
  await takeScreens(page, 'charter', () => expectAccessible());
});
