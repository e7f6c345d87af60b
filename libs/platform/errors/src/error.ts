/** Values that may travel with an error: counts, names of fields, waiting times. Never a value somebody wrote. */
export type ErrorDetails = Readonly<Record<string, string | number | readonly string[]>>;

export interface ErrorEntry {
  /** One sentence for a developer; the client has its own words per code. Holds no personal data. */
  readonly message: string;
  /** The HTTP status of the answer when the error ends a whole request. */
  readonly status: number;
}

const catalogue = new Map<string, ErrorEntry>();
const CODE = /^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$|^not_found$/;

/**
 * Adds codes to the one catalogue of errors. Codes are stable: clients and tests name them, so an entry is never renamed.
 * @throws Error when a code is malformed or defined twice.
 */
export function defineErrors<const C extends Record<string, ErrorEntry>>(entries: C): C {
  for (const [code, entry] of Object.entries(entries)) {
    if (!CODE.test(code)) throw new Error(`Error code "${code}" is not dotted lower case.`);
    if (catalogue.has(code)) throw new Error(`Error code "${code}" is defined twice.`);
    catalogue.set(code, Object.freeze({ ...entry }));
  }
  return entries;
}

/** Every code known to this process, for the client's completeness test and the API guide. */
export function errorCatalogue(): ReadonlyMap<string, ErrorEntry> {
  return catalogue;
}

/**
 * The only error whose code and details reach a caller. Anything else becomes `server.fault` at the edge.
 * @throws Error when the code is not in the catalogue, so that a typing slip fails in the first test that meets it.
 */
export class CourtyardError extends Error {
  readonly status: number;

  constructor(
    readonly code: string,
    readonly details: ErrorDetails = {},
  ) {
    const entry = catalogue.get(code);
    if (!entry) throw new Error(`Error code "${code}" is not in the catalogue.`);
    super(entry.message);
    this.name = 'CourtyardError';
    this.status = entry.status;
  }
}
