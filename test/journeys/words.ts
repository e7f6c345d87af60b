import type { Locator } from '@playwright/test';

/** Puts text where words are written, as if it had been pasted: each line is a paragraph. */
export async function paste(words: Locator, text: string): Promise<void> {
  await words.focus();
  await words.evaluate((target, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
