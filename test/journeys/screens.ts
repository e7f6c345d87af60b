import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '..', '..', 'test-results', 'screens');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const SCHEMES = ['light', 'dark'] as const;

/**
 * Pictures of the page as it stands, wide (1440x900) and narrow (390x844), light and dark, as
 * test-results/screens/<name>-<size>-<scheme>.png. `each` runs before every picture, for checks that must hold in all
 * of them. Returns the files; the page has its size and scheme back afterwards.
 */
export async function takeScreens(page: Page, name: string, each?: () => Promise<void>): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await each?.();
      const path = join(folder, `${name}-${size}-${colorScheme}.png`);
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      files.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return files;
}

/** A colour half way between two schemes is nobody's, and has no contrast worth measuring. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Transitions begin with the frame after the change, and end by themselves.
    for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  });
  await page.waitForTimeout(400);
}
