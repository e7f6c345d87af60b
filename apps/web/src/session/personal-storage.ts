/**
 * Everything personal that a tab remembers lies in sessionStorage under its owner's id, and nowhere else: it ends
 * with the tab, with signing out, and when somebody else signs in.
 */
const prefix = 'courtyard.own.';

export function keyOf(ownerId: string, what: string): string {
  return `${prefix}${ownerId}.${what}`;
}

export function read<T>(storage: Storage, key: string, valid: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return valid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** True only if it is stored: "Draft saved" must not be said of a full or forbidden storage. */
export function write(storage: Storage, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function keepOnly(storage: Storage, ownerId: string): void {
  drop(storage, (key) => !key.startsWith(`${prefix}${ownerId}.`));
}

export function sweep(storage: Storage): void {
  drop(storage, () => true);
}

function drop(storage: Storage, which: (key: string) => boolean): void {
  try {
    for (const key of keysOf(storage)) if (key.startsWith(prefix) && which(key)) storage.removeItem(key);
  } catch {
    // Storage is forbidden: then nothing was kept either.
  }
}

function keysOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
}
