import { join, resolve } from 'node:path';
import {
  buildHash,
  LedgerFault,
  LogFault,
  LogMark,
  obtainSigner,
  readSigner,
  Sequencer,
  SqliteLedger,
  TreeStore,
} from '@courtyard/audit';
import { Database, FolderSecrets, readSettings, SettingsFault } from '@courtyard/database';
import { codeOf, lastResort, openLog } from '@courtyard/observe';
import { observe } from './observing.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/**
 * The sequencer as a process of `courtyard start`: says over its channel when it works or why it does not, and ends when
 * that channel does. It knows the address of role `audit` only, and opens no connection but that.
 */
async function main(): Promise<void> {
  lastResort('sequencer');
  const { AUDIT_DATABASE_URL: url } = process.env;
  if (!url) throw new Error('Start the sequencer with `courtyard start`.');
  const settings = readSettings(process.env);
  const log = openLog({ part: 'sequencer', isProduction: settings.environment === 'production' });
  const folder = join(settings.folder, 'secrets');
  const house = settings.folder;
  const secrets = new FolderSecrets(folder);
  const ledger = await SqliteLedger.open(house, secrets);
  // One connection, because the lock that makes this process the only one belongs to it.
  const database = Database.open({ url, max: 1, applicationName: 'courtyard-sequencer' });
  const store = new TreeStore(database);
  let quiet = false;
  const sequencer = new Sequencer({
    store,
    signer: { read: () => readSigner(secrets), obtain: () => obtainSigner(secrets) },
    mark: new LogMark(folder),
    build: buildHash(ROOT),
    pin: (text) => ledger.pin(text),
    onHeldBack: () => log.trouble({ event: 'audit.held_back' }),
    onFault: (fault) => {
      if (!quiet) log.trouble({ event: 'audit.sequence', why: codeOf(fault) });
      quiet = true;
      setTimeout(() => {
        quiet = false;
      }, 60_000).unref();
    },
  });
  const end = async () => {
    // Whatever hangs must not keep a dead supervisor's child alive.
    setTimeout(() => process.exit(1), 1_500).unref();
    await sequencer.stop();
    log.flush();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('disconnect', () => void end());
  const works = sequencer.run();
  await observe(settings.metrics, store, log);
  process.send?.({ ready: true });
  await works;
}

main().catch((failure: unknown) => {
  const known = [LedgerFault, LogFault, SettingsFault].some((kind) => failure instanceof kind);
  const { name, message } = failure instanceof Error ? failure : new Error('unknown');
  const fault = known ? message : `The sequencer could not go on (${name}).`;
  if (process.send) process.send({ fault }, () => process.exit(1));
  else {
    process.stderr.write(`${fault}\n`);
    process.exit(1);
  }
});
