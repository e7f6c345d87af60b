import { createContext, type ReactNode, use } from 'react';
import { createPortal } from 'react-dom';

const SlotContext = createContext<HTMLElement | null>(null);
export const AmbientSlot = SlotContext.Provider;

/** What a screen shows beside its column where there is room; elsewhere it is left out. */
export function Ambient({ children }: { children: ReactNode }) {
  const slot = use(SlotContext);
  return slot ? createPortal(children, slot) : null;
}
