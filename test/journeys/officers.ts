import { expect, type Locator, type Page } from '@playwright/test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Product } from './product.js';

/** Shows who is at the screen, where the product asks for it; a proof of the last minutes spares it. */
export async function prove(page: Page, product: Product, name: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.waitFor({ timeout: 5_000 }).catch(() => undefined);
  if (!(await dialog.isVisible())) return;
  const password = product.signIns?.find(({ name: known }) => name.test(known))?.password ?? '';
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'It is me' }).click();
  await expect(dialog).toBeHidden();
}

export interface Party {
  name: string;
  category: string;
}

/** An officer proposes a recipient. */
export async function proposeRecipient(page: Page, { name, category }: Party): Promise<void> {
  await page.goto('/desk/recipients');
  await page.getByRole('button', { name: 'Propose a recipient' }).click();
  const form = page.getByRole('form', { name: 'Propose a recipient' });
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('To whom it belongs').fill(`${name} family`);
  await form.getByLabel('Category').selectOption({ label: category });
  await form.getByLabel('Country').selectOption('AT');
  await form.getByLabel('Their public key').fill(await identityToRecipient(await generateIdentity()));
  await form.getByRole('button', { name: 'Propose it' }).click();
}

/** The same of fields for a purpose; the recipient is in force. */
export async function proposeOpening(page: Page, recipient: string, fields: string[]): Promise<void> {
  await page.goto('/desk/openings');
  await page.getByRole('button', { name: 'Propose an opening' }).click();
  const form = page.getByRole('form', { name: 'Propose an opening' });
  await form.getByLabel('Recipient').selectOption({ label: recipient });
  await form.getByLabel('Purpose').selectOption({ label: 'Sharing with a partner' });
  for (const field of fields) await form.getByLabel(field, { exact: true }).check();
  await form.getByRole('button', { name: 'Propose it' }).click();
}

/** An officer fills in what everybody is asked for; the house has opened the fields. The form is not sent yet. */
export async function draftAsking(page: Page, recipient: string, fields: string[]): Promise<Locator> {
  await page.goto('/desk/ask');
  const form = page.getByRole('form', { name: 'Ask people' });
  const opened = form.getByLabel('What the house has opened');
  const option = opened.getByRole('option').filter({ hasText: recipient }).first();
  await opened.selectOption((await option.getAttribute('value')) ?? '');
  for (const field of fields) await form.getByLabel(field, { exact: true }).check();
  await form
    .getByLabel('The question it answers')
    .fill('Whom can our fitters call when a ring does not fit?');
  await form.getByLabel('What is in it for them').fill('Fewer calls that land at the wrong desk.');
  await form.getByRole('button', { name: 'choose who' }).click();
  await page.keyboard.type('Kess');
  await page.getByRole('option', { name: /Kessler Pumps/ }).click();
  await page.keyboard.press('Escape');
  return form;
}

/** Another role decides what stands in a list. */
export async function approve(page: Page, place: string, card: string | RegExp): Promise<void> {
  await page.goto(place);
  await page
    .getByRole('article')
    .filter({ hasText: card })
    .filter({ has: page.getByRole('button', { name: 'Approve' }) })
    .getByRole('button', { name: 'Approve' })
    .click();
}
