import { writeFile } from 'node:fs/promises';
import { readSettings, type Settings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import type { House } from '../house/house.js';
import { withHouse } from '../house/with-house.js';
import { assertWritable } from './destination-file.js';
import './import.errors.js';
import { inviteEverybody } from './invitations.js';
import { destinationOf } from './organisation.js';
import { showProgress } from './progress.js';
import { ImportFault, readSlackExport, type SlackExport } from './slack/index.js';
import { nameFromFile, summaryOf } from './summary.js';
import { moveIn } from './writer/move-in.js';

export interface ImportOptions {
  readonly report?: string;
  readonly organisation?: string;
  readonly name?: string;
  readonly invitations?: string;
}

/**
 * The whole command. The export is read and judged to its last byte before a database is opened or a row is written; a fault
 * of it, or of the options, is one sentence with its code on stderr and exit code 1.
 */
export async function importSlack(
  file: string,
  options: ImportOptions,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    const settings = readSettings(env);
    if (options.report) await assertWritable(options.report, 'import.report_unwritable');
    if (options.invitations) await assertWritable(options.invitations, 'import.invitations_unwritable');
    const progress = showProgress('Reading the export');
    const reading = readSlackExport(file, {
      onProgress: ({ phase, share }) => phase === 'checking' && progress.at(share),
    });
    await using slack = await reading.finally(() => progress.end());
    await withHouse(settings, (house) => moveInto(house, slack, { file, options, settings }));
  } catch (fault) {
    if (!(fault instanceof ImportFault || fault instanceof CourtyardError)) throw fault;
    console.error(`${fault.message} (${fault.code})`);
    process.exitCode = 1;
  }
}

interface Asked {
  readonly file: string;
  readonly options: ImportOptions;
  readonly settings: Settings;
}

async function moveInto(house: House, slack: SlackExport, { file, options, settings }: Asked): Promise<void> {
  const url = settings.publicUrl ?? `http://localhost:${settings.port}`;
  const { organisationId, founded } = await destinationOf(house, options.organisation, {
    name: options.name ?? settings.organisationName ?? nameFromFile(file),
    administratorEmail: settings.administratorEmail,
  });
  const progress = showProgress('Moving in');
  const moving = moveIn(house.gate, organisationId, slack, {
    onProgress: (done) => progress.at(done / Math.max(slack.report.taken, 1)),
  });
  const { taken, people } = await moving.finally(() => progress.end());
  const report = { ...slack.report, already: slack.report.taken - taken };
  if (options.report) await writeFile(options.report, `${JSON.stringify(report, null, 2)}\n`);
  console.log(summaryOf(report));
  if (founded) {
    console.log(`A new organisation. Its first administrator opens their account here, once:`);
    console.log(`${url}${founded.invitation.path}`);
  }
  if (options.invitations) {
    const invited = await inviteEverybody(house, organisationId, { slack, people, url }, options.invitations);
    console.log(
      `${invited} one-time links are in ${options.invitations}; hand each to its person, then delete the file.`,
    );
  }
}
