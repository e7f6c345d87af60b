import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

const CHARTER = 'Say what you see.\nWhat is said here about customers stays here.';

test('a community from its charter to its end: asked, let in, looked after, archived @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  const name = `Returns ${Date.now() % 100_000}`;
  await signIn(page, product, /Samira/);
  await page.goto('/communities');
  await page.getByRole('button', { name: 'Found a community' }).click();
  const form = page.getByRole('form', { name: 'Found a community' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('What it is for').fill('Why pumps come back, and what each of us can do about it.');
  await form.getByText('Closed', { exact: true }).click();
  await form.getByLabel('Charter').fill(CHARTER);
  await takeScreens(page, 'community-founding', () => expectAccessible());
  await form.getByRole('button', { name: 'Found it' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const address = page.url();

  // Whoever asks has read the charter first.
  const bill = await colleague(browser, product, /Bill/);
  await bill.goto(address);
  await bill.getByRole('button', { name: 'Ask to be let in' }).click();
  const asking = bill.getByRole('form', { name: 'Ask to be let in' });
  await expect(asking.getByText('What is said here about customers stays here.')).toBeVisible();
  await asking.getByLabel('Why').fill('I see every pump that comes back to Works.');
  await takeScreens(bill, 'community-asking', () => expectAccessible(bill));
  await asking.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(bill.getByText(/You asked to be let in/)).toBeVisible();
  await expect(bill.getByText('Its posts are for members')).toBeVisible();

  // Somebody else is asked in, and says no, which nobody learns.
  await page.reload();
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members.getByText('I see every pump that comes back to Works.')).toBeVisible();
  await members.getByLabel('Ask somebody in').fill('Henrike');
  await members.getByRole('button', { name: /^Invite Henrike/ }).click();
  await expect(
    members
      .getByRole('list', { name: 'Invitations' })
      .getByText(/Henrike/)
      .first(),
  ).toBeVisible();
  await takeScreens(page, 'community-door', () => expectAccessible());
  const asked = await colleague(browser, product, /Henrike/);
  await asked.goto('/communities');
  const invitation = asked.getByRole('region', { name: `Invitation to ${name}` });
  await expect(invitation.getByText('Say what you see.')).toBeVisible();
  await takeScreens(asked, 'community-invitation', () => expectAccessible(asked));
  await invitation.getByRole('button', { name: 'No' }).click();
  await expect(invitation).toBeHidden();
  await asked.context().close();
  await page.reload();
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await expect(
    members
      .getByRole('list', { name: 'Invitations' })
      .getByText(/Henrike/)
      .first(),
  ).toBeVisible();

  // A yes lets in; a role lets help.
  await members.getByRole('button', { name: /^Let Bill .* in$/ }).click();
  await expect(members.getByRole('list', { name: 'Requests' })).toBeHidden();
  await members.getByLabel(/^What Bill .* is here$/).selectOption('moderator');
  await bill.reload();
  await expect(
    bill
      .getByRole('button', { name: 'New post' })
      .or(bill.getByText(/you are one of them/))
      .first(),
  ).toBeVisible();
  await expect(bill.getByRole('button', { name: 'Look after it' })).toBeHidden();
  await bill.getByRole('button', { name: /Share an update/ }).click();
  const composer = bill.getByRole('form', { name: 'New post' });
  await composer.getByRole('textbox', { name: 'Your words' }).fill('The seal ring was the cause.');
  await composer.getByRole('button', { name: 'Post update' }).click();
  await expect(bill.getByRole('article').getByText('The seal ring was the cause.')).toBeVisible();
  await bill.getByRole('button', { name: 'Members', exact: true }).click();
  await expect(bill.getByLabel('Ask somebody in')).toBeVisible();

  // Its door, its end, and back.
  await page.getByRole('button', { name: 'Look after it' }).click();
  const caring = page.getByRole('region', { name: 'Look after it' });
  await caring.getByText('Open', { exact: true }).click();
  await expect(
    caring.getByText(/What was posted until now stays with those who can read it now/),
  ).toBeVisible();
  await takeScreens(page, 'community-caring', () => expectAccessible());
  await caring.getByRole('button', { name: 'Open it wider' }).click();
  await expect(caring.getByRole('button', { name: 'Change the door' })).toBeDisabled();
  // Whoever comes now reads what is said from now on.
  const henrike = await colleague(browser, product, /Henrike/);
  await henrike.goto(address);
  await henrike.getByRole('button', { name: 'Join', exact: true }).click();
  const joining = henrike.getByRole('form', { name: 'Join' });
  await joining.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(henrike.getByText(/you are one of them/)).toBeVisible();
  await expect(henrike.getByText('Nothing has been posted here yet')).toBeVisible();
  await henrike.context().close();
  await bill.reload();
  await expect(bill.getByText('The seal ring was the cause.')).toBeVisible();
  await caring.getByRole('button', { name: 'Archive now' }).click();
  await expect(page.getByText(/It can be read, and nothing new is said in it\.$/).first()).toBeVisible();
  await takeScreens(page, 'community-archived', () => expectAccessible());
  await caring.getByRole('button', { name: 'Reopen' }).click();
  await expect(caring.getByRole('button', { name: 'Archive now' })).toBeVisible();
  await bill.context().close();
});
