import { readSettings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { FoundingService } from '@courtyard/people';
import { organisationOf } from '../house/organisation.js';
import { withHouse } from '../house/with-house.js';

/** The whole command: the link, once, to whoever is at the machine. A refusal is one sentence with its code. */
export async function inviteFirst(handle: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(env);
  try {
    await withHouse(settings, async (house) => {
      const organisationId = await organisationOf(house, handle);
      if (!organisationId) throw new CourtyardError('organisation.none');
      const founding = (await house.services()).get(FoundingService, { strict: false });
      const { path } = await founding.renewFirstLink(organisationId, settings.administratorEmail);
      const url = settings.publicUrl ?? `http://localhost:${settings.port}`;
      console.log('The first administrator opens their account here, once; any earlier link has ended:');
      console.log(`${url}${path}`);
    });
  } catch (fault) {
    if (!(fault instanceof CourtyardError)) throw fault;
    console.error(`${fault.message} (${fault.code})`);
    process.exitCode = 1;
  }
}
