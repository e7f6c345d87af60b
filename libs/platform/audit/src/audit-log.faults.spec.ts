import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ANNA, House, ORGANISATION } from '../fixtures/house.js';

describe('a process that dies in the middle of a look', () => {
  let house: House;

  beforeAll(async () => {
    house = await House.build();
  }, 60_000);
  beforeEach(() => house.empty());
  afterAll(() => house.close());

  /** Resolves when the other process was told that its look is recorded. */
  const look = async (...more: string[]): Promise<ChildProcess> => {
    const fixture = (name: string) => join(__dirname, '../fixtures', name);
    const child = spawn(
      process.execPath,
      [
        '--conditions=source',
        '--import',
        fixture('typescript.mjs'),
        fixture('look.ts'),
        house.server.urls.api,
        house.folder,
        ORGANISATION,
        ANNA,
        ...more,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    expect(String(said)).toBe('opened\n');
    return child;
  };

  const kill = async (child: ChildProcess) => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };

  it('leaves opened without closed, which counts as failed', async () => {
    await kill(await look());
    expect((await house.events()).map(({ kind }) => kind)).toEqual(['opened']);
  }, 30_000);

  it('leaves both when it dies after the end (negative control)', async () => {
    const child = await look('close');
    const [closed] = await house.soon('closed');
    await kill(child);
    const [opened] = await house.events('opened');
    expect(closed?.body.opened).toBe(opened?.id);
  }, 30_000);
});
