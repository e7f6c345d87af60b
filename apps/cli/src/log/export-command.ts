import { systemActor } from '@courtyard/access';
import { LogReader } from '@courtyard/audit';
import { Database, readSettings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { type House, openHouse } from '../house/house.js';
import { organisationOf } from '../house/organisation.js';
import { openInstallation } from '../installation/installation.js';
import { exportLog } from './export.js';

/** Exports beside the running product, or alone. That somebody took the log along is itself in the log, before the first byte. */
export async function exportCommand(
  folder: string,
  options: { organisation?: string },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const installation = await openInstallation(readSettings(env), { joinRunning: true });
  await using open = new AsyncDisposableStack();
  open.defer(() => installation.close());
  const house = await openHouse(installation);
  open.defer(() => house.close());
  const { audit } = await installation.roleUrls();
  const database = Database.open({ url: audit, max: 1, applicationName: 'courtyard-log-export' });
  open.defer(() => database.close());
  const organisationId = options.organisation ? await organisationOf(house, options.organisation) : undefined;
  if (organisationId === null) throw new CourtyardError('organisation.none');
  const opened = await recorded(house, organisationId ? [organisationId] : await house.gate.organisations());
  try {
    const { entries, size } = await exportLog({ reader: new LogReader(database), folder, organisationId });
    console.log(
      `${entries} of ${size} events, as of the newest checkpoint, are in ${folder}. Verify them with\n` +
        `  courtyard verify ${folder} --key "$(courtyard log key)"\n` +
        'and have the key from elsewhere than from here: whoever can change the export can change a key beside it.',
    );
    for (const one of opened) one.close('answered');
  } catch (error) {
    for (const one of opened) one.close('failed');
    throw error;
  }
}

function recorded({ audit }: House, organisations: readonly string[]) {
  return Promise.all(organisations.map((id) => audit.open(systemActor('export_log', id), 'exportLog', [])));
}
