import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '@courtyard/database';
import { Client } from 'pg';
import type { ServeOptions } from '../../apps/api/src/serve.js';
import type { House } from '../access/house.js';
import { documentOf } from '../live/fixtures/documents.js';

/** Everything this process prints while it is listened to, whoever prints it. */
export class Printed {
  private readonly parts: string[] = [];
  private readonly restore: (() => void)[] = [];

  constructor() {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      const listen = ((chunk: string | Uint8Array, ...rest: []) => {
        this.parts.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'));
        return write(chunk, ...rest);
      }) as typeof stream.write;
      stream.write = listen;
      this.restore.push(() => {
        stream.write = write;
      });
    }
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      const spy = jest.spyOn(console, level).mockImplementation((...said: unknown[]) => {
        this.parts.push(
          said.map((one) => (one instanceof Error ? (one.stack ?? '') : JSON.stringify(one))).join(' '),
        );
      });
      this.restore.push(() => spy.mockRestore());
    }
  }

  get text(): string {
    return this.parts.join('\n');
  }

  stop(): void {
    for (const one of this.restore.splice(0)) one();
  }
}

/** The log of the test server from here on; it is one for all workers, and our tokens are nobody else's. */
export function serverLog(): () => string {
  const path = join(process.env['COURTYARD_TEST_SERVER'] ?? '', 'postgres.log');
  const from = statSync(path).size;
  return () => readFileSync(path).subarray(from).toString('latin1');
}

/** What is kept about what happened: it must hold ids and commitments, and no words. */
export async function keptRecords(database: TestDatabase): Promise<Readonly<Record<string, string>>> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  const text = async (query: string) =>
    (await client.query<{ text: string | null }>(query)).rows.map(({ text: one }) => one).join('\n');
  const kept = {
    audit_event: await text(`select kind || ' ' || convert_from(body, 'UTF8') as text from audit_event`),
    audit_person: await text('select row_to_json(p)::text as text from audit_person p'),
    outbox: await text('select row_to_json(o)::text as text from outbox o'),
    idempotency: await text('select row_to_json(i)::text as text from idempotency i'),
    sign_in_throttle: await text('select row_to_json(t)::text as text from sign_in_throttle t'),
    tally_due: await text('select row_to_json(t)::text as text from tally_due t'),
    statistics: await text('select query as text from pg_stat_activity where datname = current_database()'),
  };
  await client.end();
  return kept;
}

/** What looks at a served house from outside: the lines of its log, its metrics, its traces. */
export class Observed {
  private lines = '';
  private readonly feed = documentOf('Feed');

  /** For `openHouse`. */
  readonly also: ServeOptions = {
    known: new Map([[createHash('sha256').update(this.feed).digest('hex'), this.feed]]),
    logTo: {
      write: (text) => {
        this.lines += text;
      },
    },
  };

  async everything(house: House): Promise<Readonly<Record<'log' | 'metrics' | 'traces', string>>> {
    // A trace is written once its request is over.
    await sleep(300);
    return {
      log: this.lines,
      metrics: await (await fetch(`http://127.0.0.1:${house.served.metricsPort}/metrics`)).text(),
      traces: readFileSync(join(house.folder, 'traces', 'api.jsonl'), 'utf8'),
    };
  }
}
