import type { EmployeeActor } from '@courtyard/access';

/** One open socket and the employee behind it, as they are now: their keys and roles may change while it is open. */
export class LiveConnection {
  private stale = false;
  private closed = false;
  followed = 0;

  constructor(
    private current: EmployeeActor,
    private readonly renew: (actor: EmployeeActor) => Promise<EmployeeActor | null>,
    private readonly end: (why: { readonly code: number; readonly reason: string }) => void,
  ) {}

  get actor(): EmployeeActor {
    return this.current;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** What is known about the employee may no longer be true; nothing is judged by it any more. */
  accessChanged(): void {
    this.stale = true;
  }

  /**
   * The employee as a new request of their own, with what is known about them read again where it changed.
   * @returns null when the session has ended.
   */
  async fresh(): Promise<EmployeeActor | null> {
    if (this.closed) return null;
    if (this.stale) {
      this.stale = false;
      const renewed = await this.renew(this.current);
      if (!renewed) return null;
      this.current = renewed;
    }
    return { ...this.current, requestId: crypto.randomUUID() };
  }

  close(why: { readonly code: number; readonly reason: string }): void {
    if (this.closed) return;
    this.closed = true;
    this.end(why);
  }

  gone(): void {
    this.closed = true;
  }
}
