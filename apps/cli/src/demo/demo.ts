import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DemoFault } from './demo.errors.js';
import { Narrator } from './narrator.js';
import { Stage } from './stage.js';
import { Story } from './story.js';

const EXPORT = join('slack', 'slack-export-viewer', 'testarchive.zip');
const PROJECT = join(import.meta.dirname, '..', '..', '..', '..');
const MADE_UP = join(PROJECT, 'apps', 'cli', 'fixtures', 'made-up-slack-export.zip');

/**
 * Plays the story on real processes and checks every answer.
 * @param env `FIXTURES_DIR` is where exports of real companies lie; without any, one that was made up moves in
 * @returns exit code: 0 when the story went as it must
 */
export async function demo(env: NodeJS.ProcessEnv): Promise<number> {
  const narrator = new Narrator();
  const stage = await Stage.build({});
  // Ctrl-C must not leave an installation behind.
  const strike = () => void stage.strike().finally(() => process.exit(130));
  process.once('SIGINT', strike).once('SIGTERM', strike);
  try {
    await new Story(stage, narrator, exportIn(env)).play();
    return 0;
  } catch (fault) {
    if (!(fault instanceof DemoFault)) throw fault;
    console.error(`\n${fault.message}`);
    return 1;
  } finally {
    await stage.strike();
  }
}

function exportIn(env: NodeJS.ProcessEnv): string {
  const real = join(env['FIXTURES_DIR'] ?? join(PROJECT, '..', 'shared', 'fixtures'), EXPORT);
  return existsSync(real) ? real : MADE_UP;
}
