import { useEffect, useEffectEvent } from 'react';
import { type Command, type KeyState, press } from './hotkeys';

const place = 'courtyard.keys';

/** Single keys can be switched off in the settings: they are in the way of speech input (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(place) !== 'off';
  } catch {
    return true;
  }
}

export function switchSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(place, on ? 'on' : 'off');
  } catch {
    // Then they stay on for this visit.
  }
}

export function useHotkeys(run: (command: Command) => void): void {
  const onCommand = useEffectEvent(run);
  useEffect(() => {
    let state: KeyState = { going: null };
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const modified = event.ctrlKey || event.metaKey;
      if (!modified && !singleKeysOn()) return;
      // Behind a dialog the page stands still, its keys too.
      if (!modified && document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const step = press(state, {
        key: event.key,
        ctrl: event.ctrlKey,
        meta: event.metaKey,
        alt: event.altKey,
        typing: isTyping(event.target),
        at: event.timeStamp,
      });
      state = step.state;
      if (!step.command) return;
      event.preventDefault();
      onCommand(step.command);
    };
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  if (target instanceof HTMLInputElement)
    return !['button', 'checkbox', 'radio', 'submit'].includes(target.type);
  return target.closest('[role="menu"], [role="listbox"]') !== null;
}
