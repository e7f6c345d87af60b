/** Walks the focus over what is marked as a card on the screen, for `j`, `k` and `r`. */
export function walk(step: 1 | -1): void {
  const cards = allCards();
  const now = cards.findIndex((card) => card.contains(document.activeElement));
  const next = now < 0 ? (step === 1 ? 0 : cards.length - 1) : now + step;
  const card = cards[Math.max(0, Math.min(cards.length - 1, next))];
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
}

/** Presses the reply of the card in focus, or the only one there is. */
export function reply(): void {
  const card = allCards().find((one) => one.contains(document.activeElement)) ?? document;
  card.querySelector<HTMLElement>('[data-reply]')?.click();
}

function allCards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('main [data-card]')];
}
