/** What an officer searches the log by, read out of an event's body. */
export interface LeafColumns {
  readonly kind: string;
  readonly operation: string;
  readonly purpose: string;
  readonly decision: string;
  readonly fields: readonly number[];
  readonly roles: readonly string[];
  readonly case: string | null;
}

/** Who could append to the log could write anything as a body; what is none of our names is shown as this. */
const UNREADABLE = 'unreadable';
const NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/;
const REFERENCE = /^[A-Za-z0-9._:-]{1,100}$/;
const MOST_FIELD_NO = 32_767;
const MOST_LISTED = 1_000;

/**
 * Never throws: an event that cannot be read still has its place in the tree, and is found under `unreadable`.
 * @param names organisation and id of the row; a body that says others speaks of something else
 */
export function leafColumns(
  body: Buffer,
  names: { readonly organisation: string; readonly id: string },
): LeafColumns {
  const said = parsed(body);
  const own = said.organisation === names.organisation && said.id === names.id ? said : {};
  return {
    kind: nameOf(own.kind),
    operation: nameOf(own.operation),
    purpose: nameOf(own.purpose),
    decision: nameOf(own.decision),
    fields: listOf(own.fields, (no): no is number => isFieldNo(no)),
    roles: listOf(own.roles, (role): role is string => typeof role === 'string' && NAME.test(role)),
    case: typeof own.case === 'string' && REFERENCE.test(own.case) ? own.case : null,
  };
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function nameOf(value: unknown): string {
  return typeof value === 'string' && NAME.test(value) ? value : UNREADABLE;
}

function listOf<T>(value: unknown, is: (one: unknown) => one is T): T[] {
  return Array.isArray(value) ? value.slice(0, MOST_LISTED).filter(is) : [];
}

function isFieldNo(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_FIELD_NO;
}
