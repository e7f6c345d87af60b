import './organisation.errors.js';
import { type SystemActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { accountPolicy, InvitationService, type MadeInvitation } from '@courtyard/identity';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceKeys } from '../audience/audience-keys.js';
import { employeePolicy } from '../employee/employee.policy.js';
import { hire } from '../employee/hiring.js';
import { invitationLink } from '../employee/inviting.service.js';
import { Role } from '../role.js';
import { invalid, keptText } from '../text.js';
import { organisationPolicy } from './organisation.policy.js';

export interface NewOrganisation {
  readonly name: string;
  /** What the organisation is named by at sign-in: a DNS label. */
  readonly handle: string;
  readonly administrator: { readonly name: string; readonly email: string };
}

export interface FoundedOrganisation {
  readonly organisationId: string;
  readonly administratorId: string;
  /** The first administrator's, to be handed over once. */
  readonly invitation: { readonly path: string; readonly expiresAt: string };
}

const HANDLE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Begins an organisation: its name and handle, its key, and the first administrator with a link and no password. */
@Injectable()
export class FoundingService {
  constructor(
    private readonly gate: Gate,
    private readonly invitations: InvitationService,
  ) {}

  /**
   * @param more what else comes with the first moment, such as departments; in the same transaction
   * @throws input.invalid, organisation.handle_taken
   */
  async found(
    { name, handle, administrator }: NewOrganisation,
    more: (write: Write, actor: SystemActor) => Promise<void> = async () => {},
  ): Promise<FoundedOrganisation> {
    if (!HANDLE.test(handle)) throw invalid('handle');
    const organisationId = newId();
    const administratorId = newId();
    const actor = systemActor('found_organisation', organisationId);
    const made = await this.gate.write(actor, 'foundOrganisation', async (write) => {
      await openHouse(write, name, handle);
      const { name: theirs, email } = administrator;
      await hire(write, { id: administratorId, name: theirs, roles: [Role.administrator] });
      const invitation = await this.invitations.invite(write, {
        employeeId: administratorId,
        email,
        madeBy: null,
      });
      await more(write, actor);
      return invitation satisfies MadeInvitation;
    });
    return { organisationId, administratorId, invitation: invitationLink(made) };
  }

  /**
   * Makes the first administrator's link again, when it was lost; the old one ends. Only while no administrator ever came:
   * afterwards it would be a way in past all of them.
   * @param email whom it is for
   * @throws organisation.administered, input.invalid, account.address_taken
   */
  async renewFirstLink(organisationId: string, email: string): Promise<FoundedOrganisation['invitation']> {
    const actor = systemActor('found_organisation', organisationId);
    const made = await this.gate.write(actor, 'renewFirstLink', async (write) => {
      const where = { roles: { has: Role.administrator } };
      const order = { by: 'id', direction: 'asc' } as const;
      const administrators = await write.list(employeePolicy, 'read', { where, order, first: 100 });
      const ids = administrators.map(({ id }) => id);
      const accounts = await write.loadBy(accountPolicy, 'match', 'employeeId', ids);
      const [first] = ids;
      if (first === undefined || accounts.length > 0) throw new CourtyardError('organisation.administered');
      return this.invitations.invite(write, { employeeId: first, email, madeBy: null });
    });
    return invitationLink(made);
  }
}

async function openHouse(write: Write, name: string, handle: string): Promise<void> {
  const kept = keptText(name, { field: 'name', most: 200 });
  const { organisationId } = write.actor;
  await write.create(organisationPolicy, 'found', { name: kept });
  if (!(await write.takeHandle(handle))) throw new CourtyardError('organisation.handle_taken');
  await AudienceKeys.create(write, AudiencePartKind.organisation, organisationId, kept);
}
