import { Client } from 'pg';

/** Runs `work` on a connection of its own. */
export async function connected<Told>(url: string, work: (client: Client) => Promise<Told>): Promise<Told> {
  const client = new Client({ connectionString: url });
  // The statement that was under way is told; an error without a listener would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
