/** What a key means on a screen where nobody is typing. */
export type Command =
  | 'compose'
  | 'search'
  | 'help'
  | 'reply'
  | 'next'
  | 'previous'
  | 'home'
  | 'people'
  | 'communities'
  | 'privacy'
  | 'charter'
  | 'desk'
  | 'settings';

export interface Keystroke {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  /** The key goes into a text that is being written. */
  typing: boolean;
  /** Milliseconds. */
  at: number;
}

export interface KeyState {
  /** When `g` was pressed, waiting for where to. */
  going: number | null;
}

const single: Readonly<Record<string, Command>> = {
  c: 'compose',
  '/': 'search',
  '?': 'help',
  r: 'reply',
  j: 'next',
  k: 'previous',
};
const places: Readonly<Record<string, Command>> = {
  h: 'home',
  p: 'people',
  c: 'communities',
  y: 'privacy',
  r: 'charter',
  d: 'desk',
  s: 'settings',
};
/** How long `g` waits for its second key. */
const patience = 1_200;

/** One step of the keyboard: the next state, and the command if the stroke completed one. */
export function press(state: KeyState, stroke: Keystroke): { state: KeyState; command?: Command } {
  const calm: KeyState = { going: null };
  if ((stroke.ctrl || stroke.meta) && !stroke.alt && stroke.key.toLowerCase() === 'k')
    return { state: calm, command: 'search' };
  if (stroke.typing || stroke.ctrl || stroke.meta || stroke.alt) return { state: calm };
  if (state.going !== null && stroke.at - state.going <= patience) {
    const command = places[stroke.key];
    return command ? { state: calm, command } : { state: calm };
  }
  if (stroke.key === 'g') return { state: { going: stroke.at } };
  const command = single[stroke.key];
  return command ? { state: calm, command } : { state: calm };
}
