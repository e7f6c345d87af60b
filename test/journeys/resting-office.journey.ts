import type { Page } from '@playwright/test';
import { expect, test } from './journey.js';
import { colleague, signIn } from './people.js';
import { takeScreens } from './screens.js';

/** As the page itself would ask. */
async function ask<Answer>(page: Page, query: string, variables: object = {}): Promise<Answer> {
  const answer = await page.request.post('/graphql', {
    data: { query, variables },
    headers: { 'x-courtyard-csrf': '1' },
  });
  const { data, errors } = await answer.json();
  expect(errors).toBeUndefined();
  return data;
}

test('somebody who was made an officer today sees the desk, may not approve yet, and the others are told @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  const bill = await colleague(browser, product, /Bill/);
  const { me } = await ask<{ me: { employee: { id: string } } }>(bill, '{ me { employee { id } } }');
  const henrike = await colleague(browser, product, /Henrike/);
  const CHANGE = 'mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) { id } }';
  await ask(henrike, CHANGE, {
    input: { employeeId: me.employee.id, roles: ['employee', 'compliance_officer'] },
  });

  await bill.goto('/desk');
  await expect(bill.getByText(/You can approve from/).first()).toBeVisible();
  await takeScreens(bill, 'desk-resting', () => expectAccessible(bill));
  await bill.goto('/desk/recipients');
  await expect(bill.getByText(/You can approve from/).first()).toBeVisible();
  await expect(bill.getByRole('button', { name: 'Propose a recipient' })).toBeHidden();
  await takeScreens(bill, 'desk-resting-recipients', () => expectAccessible(bill));

  await signIn(page, product, /Ivo/);
  await page.goto('/desk');
  await expect(page.getByText('Newly made to approve')).toBeVisible();
  await expect(page.getByText(/Bill Kowalczyk: .*made by Henrike Vos/)).toBeVisible();
  await takeScreens(page, 'desk-newly-made', () => expectAccessible(page));

  await ask(henrike, CHANGE, { input: { employeeId: me.employee.id, roles: ['employee'] } });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Newly made to approve')).toBeHidden();
  await bill.context().close();
  await henrike.context().close();
});
