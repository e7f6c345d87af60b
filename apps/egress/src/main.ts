import 'reflect-metadata';
import { LogFault } from '@courtyard/audit';
import { DatabaseUnavailable, SettingsFault } from '@courtyard/database';
import { lastResort } from '@courtyard/observe';
import { open } from './egress.js';
import { readEgressSettings } from './settings.js';

/**
 * Egress as a process of `courtyard start`: the only one that sends bytes outside, with a database role that reads what was
 * approved and nothing else. Says over its channel when it works or why it does not, and ends when that channel does.
 */
async function main(): Promise<void> {
  lastResort('egress');
  const settings = readEgressSettings(process.env);
  const egress = await open(settings);
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    // Whatever hangs is cut off: every step of its work is written down before the next, and found again.
    setTimeout(() => process.exit(0), 350).unref();
    await egress.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('disconnect', () => void end());
  process.send?.({ ready: true, mail: settings.smtp !== undefined });
}

main().catch((failure: unknown) => {
  const known = [DatabaseUnavailable, LogFault, SettingsFault].some((kind) => failure instanceof kind);
  const { name, message } = failure instanceof Error ? failure : new Error('unknown');
  const fault = known ? `Nothing is sent: ${message}` : `Egress could not start (${name}).`;
  if (process.send) process.send({ fault }, () => process.exit(1));
  else {
    process.stderr.write(`${fault}\n`);
    process.exit(1);
  }
});
