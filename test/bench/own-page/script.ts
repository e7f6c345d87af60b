import { connected } from '../harness/connected.js';
import type { Ground } from '../harness/ground.js';
import type { OwnPage } from './own-page.js';

/** Pages per transaction of the script. */
export const PAGES = 16;

/**
 * A script of pgbench that runs the statement with what it was sent with for readers taken by chance. pgbench cannot make an
 * array, so the values of 16 readers are fetched at once and used one after the other: what fetching costs is shared by 16 pages.
 * Each page goes as the api sends it: the organisation for this transaction, and the page, in one flight.
 */
export async function scriptOf(ground: Ground, name: string, { text, values }: OwnPage): Promise<string> {
  const width = values[0]?.length ?? 0;
  const batches = Math.floor(values.length / PAGES);
  const columns = Array.from({ length: PAGES }, (_, page) =>
    Array.from({ length: width }, (_, at) => `p${page}_${at + 1}`),
  );
  const { api } = await ground.roleUrls();
  const role = decodeURIComponent(new URL(api).username);
  await connected(await ground.ownerUrl(), async (client) => {
    await client.query(`create schema if not exists bench; grant usage on schema bench to "${role}";
      drop table if exists bench.${name};
      create table bench.${name} (batch int primary key, ${columns
        .flat()
        .map((column) => `${column} text`)
        .join(', ')});
      grant select on bench.${name} to "${role}"`);
    for (let batch = 0; batch < batches; batch++) {
      const row = values.slice(batch * PAGES, (batch + 1) * PAGES).flat();
      await client.query(
        `insert into bench.${name} values ($1, ${row.map((_, at) => `$${at + 2}`).join(', ')})`,
        [batch, ...row],
      );
    }
    await client.query(`analyze bench.${name}`);
  });
  const pages = columns.map((own) => {
    const page = text.replace(/\$(\d+)\b/g, (_, at) => `:${own[Number(at) - 1]}`);
    return `\\startpipeline\nselect set_config('app.org', '${ground.organisation}', true);\n${page};\n\\endpipeline`;
  });
  return [
    `\\set batch random(0, ${batches - 1})`,
    `select ${columns.flat().join(', ')} from bench.${name} where batch = :batch \\gset`,
    ...pages,
  ].join('\n');
}
