import 'reflect-metadata';
import { LedgerFault, LogFault } from '@courtyard/audit';
import { DatabaseUnavailable, SettingsFault } from '@courtyard/database';
import { lastResort } from '@courtyard/observe';
import { BootFault } from './boot/boot-fault.js';
import { serve } from './serve.js';
import { readApiSettings } from './settings.js';

/**
 * The api as a process of `courtyard start`: says over its channel when it is ready or why it is not, and ends when that
 * channel does.
 */
async function main(): Promise<void> {
  lastResort('api');
  const settings = readApiSettings(process.env);
  const served = await serve(settings);
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    // Whatever hangs must not keep a dead supervisor's child alive.
    setTimeout(() => process.exit(1), 2_000).unref();
    // First of all, so that nobody is sent here who would find a closed door.
    served.drain();
    await served.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('disconnect', () => void end());
  process.send?.(served.ready);
}

main().catch((failure: unknown) => {
  const known = [BootFault, DatabaseUnavailable, LedgerFault, LogFault, SettingsFault].some(
    (kind) => failure instanceof kind,
  );
  const { message } = failure instanceof Error ? failure : new Error('unknown');
  const fault = known ? message : `The api could not start: ${message}`;
  if (process.send) process.send({ fault }, () => process.exit(1));
  else {
    process.stderr.write(`${fault}\n`);
    process.exit(1);
  }
});
