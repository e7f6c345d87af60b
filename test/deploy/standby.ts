import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@courtyard/database';
import { pause, type SharedHouse } from './house.js';

const NAME = 'standby';

/**
 * A streaming replica of the house's PostgreSQL, made as the guide says: the data folder is copied between
 * `pg_backup_start` and `pg_backup_stop` while people work, and follows from a slot.
 */
export class Standby {
  server!: EmbeddedPostgres;
  readonly folder: string;

  private constructor(house: SharedHouse) {
    this.folder = join(house.folder, NAME);
  }

  static async copyOf(house: SharedHouse): Promise<Standby> {
    const standby = new Standby(house);
    const { folder } = standby;
    const primary = join(house.folder, 'primary');
    const { port } = new URL(house.ownerUrl);
    const password = 'only for this test';
    await house.asOwner(async (client) => {
      await client.query(`create role replicator replication login password '${password}'`);
      // Kept from before the copy begins, so that nothing is missing when it follows.
      await client.query('select pg_create_physical_replication_slot($1, true)', [NAME]);
      await client.query("select pg_backup_start('standby', fast => true)");
      mkdirSync(folder, { mode: 0o700 });
      // With the owner of the files; what PostgreSQL removes meanwhile is not missed.
      try {
        execFileSync('cp', ['-a', join(primary, 'postgres'), join(folder, 'postgres')], { stdio: 'pipe' });
      } catch (failure) {
        if (!String((failure as { stderr?: Buffer }).stderr).includes('No such file')) throw failure;
      }
      const { rows } = await client.query<{ labelfile: string }>(
        'select labelfile from pg_backup_stop(false)',
      );
      const data = join(folder, 'postgres');
      for (const left of ['postmaster.pid', 'postmaster.opts', `pg_replslot/${NAME}`])
        rmSync(join(data, left), { recursive: true, force: true });
      writeFileSync(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
      writeFileSync(join(data, 'standby.signal'), '');
      appendFileSync(
        join(data, 'postgresql.auto.conf'),
        `primary_conninfo = 'host=127.0.0.1 port=${port} user=replicator password=''${password}'' application_name=${NAME}'\nprimary_slot_name = '${NAME}'\n`,
      );
    });
    cpSync(join(primary, 'secrets'), join(folder, 'secrets'), { recursive: true });
    await standby.start();
    return standby;
  }

  async start(): Promise<void> {
    this.server = await EmbeddedPostgres.start({ folder: this.folder });
  }

  /** From here on the primary acknowledges nothing that this one has not on its disk. */
  async mustHaveAll(house: SharedHouse): Promise<void> {
    await house.asOwner(async (client) => {
      await client.query(`alter system set synchronous_standby_names = '${NAME}'`);
      await client.query('select pg_reload_conf()');
      for (let tries = 0; tries < 200; tries++) {
        const { rows } = await client.query('select sync_state from pg_stat_replication');
        if (rows[0]?.sync_state === 'sync') return;
        await pause(50);
      }
      throw new Error('The standby is not synchronous.');
    });
  }
}

/** As a power cut. */
export async function killServer(server: EmbeddedPostgres, folder: string): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await server.lost;
  await server.stop();
}
