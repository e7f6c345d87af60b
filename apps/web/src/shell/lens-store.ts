import { createStore } from '../connection/store';
import type { AudiencePartInput } from '../generated/graphql';

/** Whose readers the lens shows: a post's, or those of an audience that is still being chosen. */
export type LensTarget = { kind: 'post'; id: string } | { kind: 'parts'; parts: AudiencePartInput[] };

export const lensTarget = createStore<LensTarget | null>(null);
let opener: HTMLElement | null = null;

/** Opens the lens; closing gives the focus back to what opened it. */
export function openLens(target: LensTarget): void {
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  lensTarget.set(target);
}

export function closeLens(): void {
  if (!lensTarget.get()) return;
  lensTarget.set(null);
  const back = opener?.isConnected ? opener : document.querySelector<HTMLElement>('[data-lens-return]');
  opener = null;
  back?.focus();
}

/** The lens stands beside the composer while that is open. */
export function accompany(parts: AudiencePartInput[]): () => void {
  lensTarget.set({ kind: 'parts', parts });
  return () => lensTarget.set((now) => (now?.kind === 'parts' ? null : now));
}

/** The lens follows an audience that changes beneath it, without taking the focus. */
export function followParts(parts: AudiencePartInput[]): void {
  if (lensTarget.get()?.kind === 'parts') lensTarget.set({ kind: 'parts', parts });
}
