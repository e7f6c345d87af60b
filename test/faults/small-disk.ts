import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, small enough to be filled. Only root may make one, and not in every container. */
export class SmallDisk {
  static mount(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'courtyard-disk-'));
    const { status, stderr } = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${megabytes}m`,
      'tmpfs',
      folder,
    ]);
    if (status === 0) return new SmallDisk(folder);
    rmSync(folder, { recursive: true });
    throw new Error(`No file system can be mounted here: ${stderr}`);
  }

  static get isPossible(): boolean {
    if (process.getuid?.() !== 0) return false;
    try {
      SmallDisk.mount(1).unmount();
      return true;
    } catch {
      return false;
    }
  }

  private constructor(readonly folder: string) {}

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }

  /** Until not one byte more fits; again where something was let go since. By another process, so that whoever watches goes on. */
  async fill(): Promise<void> {
    const filling = spawn('sh', ['-c', 'exec cat /dev/zero >> "$0"', this.ballast], { stdio: 'ignore' });
    await once(filling, 'exit');
  }

  makeRoom(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
