import { columnsOf, mappedEntities } from '@courtyard/access';
import type { EventBody } from '@courtyard/audit';
import { fieldKey, fieldsOf } from '@courtyard/catalogue';

/** What is read out of an event; whoever wrote the bytes may have been anybody, so nothing is taken for granted. */
export interface ReadEvent {
  readonly operation: string;
  readonly purpose: string;
  readonly decision: string;
  readonly roles: readonly string[];
  readonly case: string | null;
  /** Names of resource types, each once. */
  readonly resources: readonly string[];
  /** Catalogue keys such as `Employee.name`. */
  readonly fields: readonly string[];
  readonly outcome: string | null;
  readonly opened: string | null;
}

/** Reads an event. Of bytes that are none, every part is empty. */
export function readEvent(bytes: Buffer): ReadEvent {
  const body = parsed(bytes);
  const resources = [
    ...new Set(
      (Array.isArray(body.resources) ? body.resources : []).map((one) => wordOf(one?.type)).filter(Boolean),
    ),
  ];
  return {
    operation: wordOf(body.operation),
    purpose: wordOf(body.purpose),
    decision: wordOf(body.decision),
    roles: (Array.isArray(body.roles) ? body.roles : []).map(wordOf),
    case: body.case ? wordOf(body.case) : null,
    resources,
    fields: fieldKeys(resources, Array.isArray(body.fields) ? body.fields : []),
    outcome: body.outcome ? wordOf(body.outcome) : null,
    opened: body.opened ? wordOf(body.opened) : null,
  };
}

/** `Employee.name` as the resource and the number within it; null for what is no field of the catalogue. */
export function fieldOf(key: string): { readonly entity: string; readonly number: number } | null {
  return catalogue().byKey.get(key) ?? null;
}

function fieldKeys(resources: readonly string[], numbers: readonly unknown[]): string[] {
  const { byNumber } = catalogue();
  return resources.flatMap((resource) =>
    numbers.flatMap((number) => byNumber.get(`${resource}/${String(number)}`) ?? []),
  );
}

interface Named {
  readonly byKey: ReadonlyMap<string, { readonly entity: string; readonly number: number }>;
  readonly byNumber: ReadonlyMap<string, string>;
}

let named: Named | undefined;

/** Every mapped class of this process; they are all known once the application has started. */
function catalogue(): Named {
  if (named) return named;
  const fields = mappedEntities()
    .filter((entity) => columnsOf(entity).size > 0)
    .flatMap((entity) => fieldsOf(entity));
  named = {
    byKey: new Map(fields.map((field) => [fieldKey(field), { entity: field.entity, number: field.number }])),
    byNumber: new Map(fields.map((field) => [`${field.entity}/${field.number}`, fieldKey(field)])),
  };
  return named;
}

function parsed(bytes: Buffer): Partial<EventBody> {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

/** A name of our code or an id, never words. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/.test(value) ? value : '';
}
