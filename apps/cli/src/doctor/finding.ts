/** `warn`: it works, and somebody should look; `fault`: something that is promised does not hold. */
export type State = 'ok' | 'warn' | 'fault';

/** What was seen of one thing: names of ours and of PostgreSQL, counts, times. Nothing of anybody. */
export interface Finding {
  readonly check: string;
  readonly state: State;
  /** One sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

/** The findings of one check, under its name. */
export class Findings {
  readonly all: Finding[] = [];

  constructor(private readonly check: string) {}

  ok(says: string): void {
    this.all.push({ check: this.check, state: 'ok', says });
  }

  warn(says: string, todo: string): void {
    this.all.push({ check: this.check, state: 'warn', says, todo });
  }

  fault(says: string, todo: string): void {
    this.all.push({ check: this.check, state: 'fault', says, todo });
  }

  /** Where nothing was wrong. */
  otherwise(says: string): void {
    if (this.all.length === 0) this.ok(says);
  }
}
