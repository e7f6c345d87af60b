import { open } from 'node:fs/promises';
import { systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { accountPolicy, InvitationService } from '@courtyard/identity';
import { EmployeeKind, invitationLink } from '@courtyard/people';
import type { House } from '../house/house.js';
import type { SlackExport } from './slack/index.js';
import { type MovedPeople, portionsOf } from './writer/people.js';

/** Not the import's own: an import gives nobody a way in, whoever runs it asks for that apart. */
const ERRAND = 'invite_imported';

interface Moved {
  readonly slack: SlackExport;
  readonly people: MovedPeople;
  /** Where this installation is reached. */
  readonly url: string;
}

interface Invited {
  readonly name: string;
  readonly email: string;
  readonly employeeId: string;
}

/**
 * Makes a one-time link for everybody the export has a work address of who has no account yet, and writes them to a new file
 * that only its owner can read. A link ends an older one of the same person; nobody gets a password by it.
 * @returns how many
 */
export async function inviteEverybody(
  house: House,
  organisationId: string,
  moved: Moved,
  file: string,
): Promise<number> {
  const actor = systemActor(ERRAND, organisationId);
  const invitations = (await house.services()).get(InvitationService, { strict: false });
  const out = await open(file, 'wx', 0o600).catch(() => {
    throw new CourtyardError('import.invitations_unwritable');
  });
  let count = 0;
  try {
    await out.write('name,email,link,expires\r\n');
    for (const { name, email, employeeId } of await withoutAccount(house, organisationId, moved)) {
      const made = await house.gate
        .write(actor, 'inviteImported', (write) =>
          invitations.invite(write, { employeeId, email, madeBy: null }),
        )
        .catch((refusal) => {
          // Somebody else signs in with it, or it is no address.
          if (refusal instanceof CourtyardError) return null;
          throw refusal;
        });
      if (!made) continue;
      const { path, expiresAt } = invitationLink(made);
      await out.write(`${[name, email, `${moved.url}${path}`, expiresAt].map(cell).join(',')}\r\n`);
      count += 1;
    }
  } finally {
    await out.close();
  }
  return count;
}

/** The names are the export's. Two people with one address are left out: nobody can say whose it is. */
async function withoutAccount(
  { gate }: House,
  organisationId: string,
  { slack, people }: Moved,
): Promise<Invited[]> {
  const actor = systemActor(ERRAND, organisationId);
  const candidates = slack.people.flatMap(({ name, email, sourceKey }): Invited[] => {
    const person = people.get(sourceKey);
    if (!email || person?.status !== 'active' || person.kind === EmployeeKind.integration) return [];
    return [{ name, email, employeeId: person.id }];
  });
  const byAddress = Map.groupBy(candidates, ({ email }) => email.toLowerCase());
  const clear = candidates.filter(({ email }) => byAddress.get(email.toLowerCase())?.length === 1);
  const signedUp = new Set<string>();
  for (const some of portionsOf(clear)) {
    const ids = some.map(({ employeeId }) => employeeId);
    for (const account of await gate.loadBy(actor, accountPolicy, 'match', 'employeeId', ids))
      signedUp.add(account.employeeId);
  }
  return clear.filter(({ employeeId }) => !signedUp.has(employeeId));
}

/** RFC 4180; a leading sign would make a spreadsheet compute it. */
function cell(text: string): string {
  const inert = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
