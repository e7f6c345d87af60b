/**
 * Freezes a closed list with everything it holds, so that a rule such as `never` cannot be edited while the program runs.
 * For plain objects and arrays; a Set or a Map stays writable when frozen and is refused.
 */
export function deepFreeze<T>(value: T): T {
  if (value instanceof Map || value instanceof Set) throw new TypeError('A Map or Set cannot be frozen.');
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const held of Object.values(value)) deepFreeze(held);
  }
  return value;
}

/**
 * Looks a key up among the list's own entries. What comes from a row or a request may be any text: `toString` or
 * `__proto__` must find nothing.
 */
export function entryOf<T>(list: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(list, key) ? list[key] : undefined;
}
