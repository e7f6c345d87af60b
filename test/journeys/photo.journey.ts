import type { Browser, Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './journey.js';
import type { Product } from './product.js';
import { takeScreens } from './screens.js';

// What is refused on purpose below; the browser writes each down by itself.
test.use({ allowedConsoleErrors: [/status of 415/] });

async function signIn(page: Page, product: Product, name: RegExp): Promise<void> {
  const person = product.signIns?.find(({ name: known }) => name.test(known));
  if (!person) throw new Error('The demo has no such sign-in.');
  await page.goto('/');
  await page.getByLabel(/e-?mail/i).fill(person.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(person.password);
  await page.getByRole('button', { name: /^sign in$/i }).click();
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
}

async function colleague(browser: Browser, product: Product, name: RegExp): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await signIn(page, product, name);
  return page;
}

/** A drawn face before a coloured ground, wider than it is high. */
function drawnFace(ground: string, format: 'png' | 'jpeg'): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <rect width="1200" height="800" fill="${ground}"/><rect width="200" height="800" fill="#a5312a"/>
    <circle cx="600" cy="360" r="190" fill="#e8c39e"/><ellipse cx="600" cy="760" rx="330" ry="230" fill="#0f6b6b"/>
    <circle cx="530" cy="330" r="20" fill="#1c1b19"/><circle cx="670" cy="330" r="20" fill="#1c1b19"/>
    <path d="M520 430 Q600 500 680 430" stroke="#1c1b19" stroke-width="14" fill="none"/></svg>`;
  return sharp(Buffer.from(drawing)).toFormat(format).toBuffer();
}

/** The face of whoever `place` names has arrived: so many pixels wide, as wide as it is high. */
async function showsPhoto(place: Locator, pixels: number): Promise<void> {
  const photo = place.locator('img[src^="/files/photo/"]').first();
  await expect(photo).toBeVisible();
  await expect
    .poll(() => photo.evaluate((one: HTMLImageElement) => [one.naturalWidth, one.naturalHeight]))
    .toEqual([pixels, pixels]);
}

async function drop(page: Page, target: Locator, file: { name: string; type: string; bytes: Buffer }) {
  const transfer = await page.evaluateHandle(
    ({ name, type, bytes }) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], name, { type }));
      return made;
    },
    { ...file, bytes: file.bytes.toString('base64') },
  );
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

test('somebody adds a photo, a colleague sees it, and it goes when it is removed @screens', async ({
  page,
  browser,
  product,
  expectAccessible,
}) => {
  test.slow();
  await signIn(page, product, /Bill/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Bill/ }).click();
  const main = page.getByRole('main');
  const own = main.locator('section').first();
  const face = own.locator('[aria-hidden="true"]').first();

  // By keyboard alone: the focus goes where the next step is, and back.
  const add = page.getByRole('button', { name: 'Add a photo' });
  await add.focus();
  await expect(face).toHaveText(/^B/);
  const before = await face.boundingBox();
  await page.keyboard.press('Enter');
  const choice = page.getByRole('region', { name: 'Your photo' });
  const choose = choice.getByRole('button', { name: 'Choose a picture' });
  await expect(choose).toBeFocused();
  await expectAccessible();
  await page.keyboard.press('Escape');
  await expect(choice).toBeHidden();
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');

  // What is no picture is told in words, and can be tried again.
  const files = choice.locator('input[type=file]');
  await files.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await expect(choice.getByText('Your browser cannot show this file.')).toBeVisible();
  await choice.getByRole('button', { name: 'Use this picture' }).click();
  await expect(choice.getByRole('alert')).toContainText('This file is no picture that can be read.');
  await expectAccessible();
  await files.setInputFiles({
    name: 'big.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.alloc(8 * 2 ** 20 + 1),
  });
  await expect(choice.getByRole('alert')).toContainText('This file is larger than 8 MB.');

  await files.setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: await drawnFace('#cfe3e1', 'png'),
  });
  await expect(choice.getByRole('img', { name: 'How others will see you' })).toBeVisible();
  await expect(choice.getByRole('button', { name: 'Use this picture' })).toBeFocused();
  await takeScreens(page, 'photo-preview', () => expectAccessible());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Your photo is changed' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change photo' })).toBeFocused();
  await showsPhoto(own, 384);
  await showsPhoto(page.getByRole('navigation', { name: 'Main' }), 96);
  // Nothing moved.
  expect(await face.boundingBox()).toEqual(before);
  await expectAccessible();

  const address = page.url();
  const samira = await colleague(browser, product, /Samira/);
  await showsPhoto(samira.getByRole('main'), 96);
  await takeScreens(samira, 'photo-home', () => expectAccessible(samira));
  await samira.goto(address);
  await showsPhoto(samira.getByRole('main'), 384);
  await expect(samira.getByRole('button', { name: /photo/ })).toHaveCount(0);

  // Another one, dropped this time.
  await page.getByRole('button', { name: 'Change photo' }).click();
  const first = await own.locator('img').first().getAttribute('src');
  await drop(page, choice, { name: 'me.jpg', type: 'image/jpeg', bytes: await drawnFace('#fcf4e4', 'jpeg') });
  await choice.getByRole('button', { name: 'Use this picture' }).click();
  await expect(own.locator(`img[src="${first}"]`)).toHaveCount(0);
  await showsPhoto(own, 384);

  await page.getByRole('button', { name: 'Remove photo' }).click();
  const said = page.getByRole('status').filter({ hasText: 'Your photo is deleted' });
  await expect(said).toBeVisible();
  await expect(own.locator('img')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add a photo' })).toBeFocused();
  await expectAccessible();
  await samira.reload();
  await expect(samira.getByRole('heading', { name: /Bill/ }).first()).toBeVisible();
  await expect(samira.locator('img[src^="/files/photo/"]')).toHaveCount(0);

  await said.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your photo is back' })).toBeVisible();
  await showsPhoto(own, 384);
  await page.getByRole('button', { name: 'Remove photo' }).click();
  await expect(own.locator('img')).toHaveCount(0);
  await samira.context().close();
});
