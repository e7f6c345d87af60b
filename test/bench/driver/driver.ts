import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A process that does jobs one after the other, and ends with this one. */
export class Driver<Job extends object, Done> {
  private constructor(private readonly child: ChildProcess) {}

  /** @param file of this folder */
  static async start<Job extends object, Done>(file: string): Promise<Driver<Job, Done>> {
    const hooks = join(import.meta.dirname, '..', 'harness', 'typescript.mjs');
    const child = fork(join(import.meta.dirname, file), { execArgv: ['--import', hooks] });
    const driver = new Driver<Job, Done>(child);
    await driver.answer();
    return driver;
  }

  async do(job: Job): Promise<Done> {
    this.child.send(job);
    const { done } = await this.answer();
    return done as Done;
  }

  stop(): void {
    this.child.disconnect();
  }

  private answer(): Promise<{ done?: Done }> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error('The driver has ended.'));
      this.child.once('exit', lost);
      this.child.once('message', (message: { done?: Done; fault?: string }) => {
        this.child.off('exit', lost);
        if (message.fault === undefined) resolve(message);
        else reject(new Error(message.fault));
      });
    });
  }
}
