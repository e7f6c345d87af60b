const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * A UUID in the one spelling that keys and commitments use; PostgreSQL takes either case for the same id.
 * @throws Error when it is none; the message does not repeat it.
 */
export function uuidOf(text: string): string {
  if (!isUuid(text)) throw new Error('The audit log was given an id that is not a UUID.');
  return text.toLowerCase();
}
