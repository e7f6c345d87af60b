import { closeSync, openSync } from 'node:fs';
import { copyFile, stat, truncate } from 'node:fs/promises';

/** Two files of at most about this size: the current one and the one before. */
const MOST_BYTES = 2_000_000;
const LOOK_EVERY_MILLIS = 10 * 60_000;

/**
 * The file PostgreSQL writes to by its own descriptor, so that it can still write when the starting process is
 * gone. It is opened for appending; that is why truncating it in place is safe.
 */
export class ServerLog {
  private timer?: NodeJS.Timeout;

  constructor(
    readonly path: string,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** A descriptor for the server; the caller closes its own copy with `close`. */
  async open(): Promise<number> {
    await this.rotate();
    this.timer ??= setInterval(() => void this.rotate().catch(() => undefined), LOOK_EVERY_MILLIS).unref();
    return openSync(this.path, 'a', 0o600);
  }

  close(descriptor: number): void {
    closeSync(descriptor);
  }

  async rotate(): Promise<void> {
    const size = await stat(this.path).then(
      (file) => file.size,
      () => 0,
    );
    if (size <= this.mostBytes) return;
    await copyFile(this.path, `${this.path}.1`);
    await truncate(this.path, 0);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
