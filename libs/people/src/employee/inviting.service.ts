import type { EmployeeActor } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { InvitationService, Language, type MadeInvitation, Mails } from '@courtyard/identity';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Department } from '../department/department.entity.js';
import { language } from '../facts.js';
import { organisationPolicy } from '../organisation/organisation.policy.js';
import { EmployeeKind } from './employee.entity.js';
import type { InviteEmployeeInput } from './employee.input.js';
import type { InvitationLink } from './employee.view.js';
import { hire } from './hiring.js';

/**
 * Takes somebody into the directory and makes the link with which they open their account. Where mail is configured the link
 * is mailed, too.
 */
@Injectable()
export class InvitingService {
  constructor(
    private readonly gate: Gate,
    private readonly invitations: InvitationService,
    private readonly mails: Mails,
  ) {}

  /**
   * Only the hash of a link is kept, so it cannot be told twice: the same request again makes a new link for the same person,
   * and the first one, which never arrived, ends.
   * @throws auth.forbidden, input.invalid, not_found, account.address_taken, conflict.idempotency_key_reused
   */
  async invite(
    actor: EmployeeActor,
    { idempotencyKey, ...input }: InviteEmployeeInput,
  ): Promise<InvitationLink> {
    const { name, email, title, departmentId, kind } = input;
    const organisation = await this.gate.get(actor, organisationPolicy, 'read', actor.organisationId);
    const invite = async (write: Write, id: string): Promise<MadeInvitation> => {
      const invitation = { employeeId: id, email, madeBy: actor.employeeId };
      const link = await this.invitations.invite(write, invitation);
      const { path, expiresAt } = invitationLink(link);
      await this.mails.queue(write, {
        employeeId: id,
        to: email,
        template: 'invitation',
        // Of whoever has not come yet nobody knows the language; the one who invites shares a house with them.
        language: (actor.facts.single(language) as Language | null) ?? Language.en,
        parameters: { path, expiresAt, name, organisation: organisation.name },
      });
      return link;
    };
    let made: MadeInvitation | undefined;
    const employeeId = await this.gate.createOnce(
      actor,
      'inviteEmployee',
      { key: idempotencyKey, input },
      async (write, id) => {
        await hire(write, {
          id,
          name,
          title: title ?? null,
          kind: kind ?? EmployeeKind.employee,
          departmentId: departmentId ? fromNodeId(Department, departmentId) : null,
        });
        made = await invite(write, id);
      },
    );
    made ??= await this.gate.write(actor, 'inviteEmployee', (write) => invite(write, employeeId));
    return invitationLink(made);
  }
}

/** The token stands behind `#`: browsers send that part to no server, so no log holds it. */
export function invitationLink({ token, expiresAt }: MadeInvitation): InvitationLink {
  return { path: `/invitation#${token}`, expiresAt };
}
