import { type KeyState, type Keystroke, press } from './hotkeys';

const calm: KeyState = { going: null };
const stroke = (key: string, over: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrl: false,
  meta: false,
  alt: false,
  typing: false,
  at: 0,
  ...over,
});

describe('the keyboard', () => {
  it.each([
    ['c', 'compose'],
    ['/', 'search'],
    ['?', 'help'],
    ['r', 'reply'],
    ['j', 'next'],
    ['k', 'previous'],
  ])('%s is %s', (key, command) => expect(press(calm, stroke(key)).command).toBe(command));

  it('goes home after g h, and nowhere when h comes too late', () => {
    const going = press(calm, stroke('g')).state;
    expect(press(going, stroke('h', { at: 1_000 })).command).toBe('home');
    expect(press(going, stroke('h', { at: 2_000 })).command).toBeUndefined();
  });

  it('takes g c for the communities, not for the composer', () => {
    const going = press(calm, stroke('g')).state;
    expect(press(going, stroke('c', { at: 10 })).command).toBe('communities');
  });

  it.each([['y', 'privacy']])('g %s goes to the %s', (key, command) => {
    const going = press(calm, stroke('g')).state;
    expect(press(going, stroke(key, { at: 10 })).command).toBe(command);
  });

  it('is silent while somebody types, but for Ctrl K', () => {
    for (const key of ['c', '/', '?', 'r', 'j', 'k', 'g'])
      expect(press(calm, stroke(key, { typing: true }))).toEqual({ state: calm });
    expect(press(calm, stroke('k', { typing: true, ctrl: true })).command).toBe('search');
    expect(press(calm, stroke('K', { typing: true, meta: true })).command).toBe('search');
  });

  it("leaves the browser's own shortcuts alone", () => {
    for (const key of ['c', 'r', 'j'])
      expect(press(calm, stroke(key, { ctrl: true })).command).toBeUndefined();
  });
});
