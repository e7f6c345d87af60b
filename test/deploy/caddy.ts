import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../fixtures/free-port.js';
import { pause, ROOT } from './house.js';
import { listens } from './pgbouncer.js';

export const CADDY = '/usr/bin/caddy';

const SHIPPED = join(ROOT, 'deploy', 'docker', 'Caddyfile');

/** Caddy with the settings that are shipped, but for where it listens and where the api are, whose names only containers have. */
export class Caddy {
  readonly url: string;

  static async start(folder: string, ports: readonly number[]): Promise<Caddy> {
    const caddy = new Caddy(folder, await freePort());
    caddy.write(ports);
    await caddy.spawn();
    return caddy;
  }

  private child!: ChildProcess;
  private text = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  private write(ports: readonly number[]): void {
    const own = readFileSync(SHIPPED, 'utf8')
      .replace('{$COURTYARD_HOST} {', `http://127.0.0.1:${this.port} {`)
      .replace(/dynamic a api 3000 \{[^}]*\}/, `to ${ports.map((port) => `127.0.0.1:${port}`).join(' ')}`);
    if (own.includes('$COURTYARD_HOST') || own.includes('dynamic'))
      throw new Error('The shipped settings are not what they were.');
    writeFileSync(join(this.folder, 'Caddyfile'), own);
  }

  private async spawn(): Promise<void> {
    const file = join(this.folder, 'Caddyfile');
    this.child = spawn(CADDY, ['run', '--adapter', 'caddyfile', '--config', file], {
      env: { PATH: process.env['PATH'], HOME: this.folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        this.text += more;
      });
    for (let tries = 0; tries < 200; tries++) {
      if (this.child.exitCode !== null) throw new Error(`Caddy ended: ${this.text}`);
      if (await listens(this.port)) return;
      await pause(50);
    }
    throw new Error(`Caddy does not listen: ${this.text}`);
  }
}
