import type { EmployeeActor } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { InvitationService, type MadeInvitation } from '@courtyard/identity';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Department } from '../department/department.entity.js';
import { EmployeeKind } from './employee.entity.js';
import type { InviteEmployeeInput } from './employee.input.js';
import type { InvitationLink } from './employee.view.js';
import { hire } from './hiring.js';

/** Takes somebody into the directory and makes the link with which they open their account. */
@Injectable()
export class InvitingService {
  constructor(
    private readonly gate: Gate,
    private readonly invitations: InvitationService,
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
    const invitation = { email, madeBy: actor.employeeId };
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
        made = await this.invitations.invite(write, { employeeId: id, ...invitation });
      },
    );
    made ??= await this.gate.write(actor, 'inviteEmployee', (write) =>
      this.invitations.invite(write, { employeeId, ...invitation }),
    );
    return invitationLink(made);
  }
}

/** The token stands behind `#`: browsers send that part to no server, so no log holds it. */
export function invitationLink({ token, expiresAt }: MadeInvitation): InvitationLink {
  return { path: `/invitation#${token}`, expiresAt };
}
