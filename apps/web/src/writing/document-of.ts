import type { Writing } from '@courtyard/writing';

/** Null for what is no document; then its plain text is shown. */
export function documentOf(json: string | null | undefined): Writing | null {
  if (!json) return null;
  try {
    const value = JSON.parse(json) as Writing;
    return value.type === 'doc' && Array.isArray(value.content) ? value : null;
  } catch {
    return null;
  }
}
