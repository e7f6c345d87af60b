import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const MOST_BYTES = 50_000_000;
const MOST_WAITING = 1_000;

/**
 * Lines of one file, for a collector of this machine to read: a process that answers people opens no connection, also not to
 * tell how it is. Two files of at most 50 MB: this one and the one before. What comes faster than the disk is dropped.
 */
export class TraceFile {
  private waiting: string[] = [];
  private writing: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly onFault: (failure: unknown) => void,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  add(line: string): void {
    if (this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(line);
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
  }

  /** Ends when everything that waits is written. */
  async idle(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 }).catch(() => undefined);
    while (this.waiting.length > 0) {
      const lines = this.waiting;
      this.waiting = [];
      try {
        const size = await stat(this.path).then(
          (file) => file.size,
          () => 0,
        );
        if (size > this.mostBytes) await rename(this.path, `${this.path}.1`);
        await appendFile(this.path, `${lines.join('\n')}\n`, { mode: 0o600 });
      } catch (failure) {
        this.onFault(failure);
      }
    }
  }
}
