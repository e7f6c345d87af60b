/** What stands for every value that is on no list of ours. */
export const OTHER = 'other';

/** As our own code names things: no blank, no @, no place for a sentence. */
const NAME = /^[A-Za-z0-9/][\w./:*-]{0,79}$/;
const MOST = 500;

/**
 * The values that may be told somewhere, all of them our own: written beside what tells them, or handed over once at the start
 * from a list of the code (routes, operations of the built client, codes of errors). Nothing that arrives with a request is ever
 * added.
 */
export class ClosedList<Value extends string = string> {
  private known: ReadonlySet<string> | undefined;

  private constructor(known?: Iterable<string>) {
    if (known) this.close(known);
  }

  static of<const Value extends string>(...values: readonly Value[]): ClosedList<Value> {
    return new ClosedList<Value>(values);
  }

  /** A list that is known when the process starts. Until it is closed, everything is `other`. */
  static atStart(): ClosedList {
    return new ClosedList();
  }

  /** @throws Error for a value that does not look like a name of our code, and for too many. */
  close(values: Iterable<string>): void {
    const known = new Set(values);
    for (const value of known)
      if (!NAME.test(value)) throw new Error('A closed list holds names of our code, and this is none.');
    if (known.size > MOST) throw new Error(`A closed list of ${known.size} values is none.`);
    this.known = known;
  }

  /** The value where it is on the list, else `other`: whatever it was, it is not told. */
  told(value: string | undefined): string {
    return value !== undefined && this.known?.has(value) ? value : OTHER;
  }

  get values(): readonly Value[] {
    return [...(this.known ?? [])] as Value[];
  }
}

export type ValueOf<List> = List extends ClosedList<infer Value> ? Value : never;
