import { type EmployeeActor, officeFrom, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import {
  type AcceptInvitationInput,
  AccountService,
  InvitationService,
  Language,
  type SessionContext,
  SessionService,
  type SignInInput,
  SignInService,
  type StartedSession,
} from '@courtyard/identity';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { employeePolicy } from '../employee/employee.policy.js';
import { language } from '../facts.js';
import { organisationPolicy } from '../organisation/organisation.policy.js';
import type { Role } from '../role.js';
import type { InvitationGreeting, Viewer } from './viewer.view.js';

/** Who one is, from the moment one is somebody. */
@Injectable()
export class ViewerService {
  constructor(
    private readonly gate: Gate,
    private readonly signIns: SignInService,
    private readonly invitations: InvitationService,
    private readonly accounts: AccountService,
    private readonly sessions: SessionService,
  ) {}

  async of(actor: EmployeeActor): Promise<Viewer> {
    const [employee, organisation] = await Promise.all([
      this.gate.get(actor, employeePolicy, 'read', actor.employeeId),
      this.gate.get(actor, organisationPolicy, 'read', actor.organisationId),
    ]);
    return {
      employee,
      organisation,
      roles: [...actor.roles] as Role[],
      officeFrom: actor.facts.single(officeFrom),
      sessionId: actor.sessionId,
      language: (actor.facts.single(language) as Language | null) ?? Language.en,
    };
  }

  /** @throws as SignInService.signIn */
  async signIn(input: SignInInput, context: SessionContext): Promise<Viewer> {
    return this.begin(await this.signIns.signIn(input, context.client), context);
  }

  /** @throws as InvitationService.accept */
  async acceptInvitation(
    { token, password }: AcceptInvitationInput,
    context: SessionContext,
  ): Promise<Viewer> {
    return this.begin(await this.invitations.accept(token, password, context.client), context);
  }

  /** @throws invitation.invalid, invitation.already_used */
  async greet(token: string): Promise<InvitationGreeting> {
    const { organisationId, employeeId, email } = await this.invitations.read(token);
    const actor = systemActor('sign_in', organisationId);
    const [organisation, employee] = await Promise.all([
      this.gate.load(actor, organisationPolicy, 'read', organisationId),
      this.gate.load(actor, employeePolicy, 'introduce', employeeId),
    ]);
    if (!organisation || !employee) throw new CourtyardError('invitation.invalid');
    return { organisationName: organisation.name, name: employee.name, email };
  }

  async changeLanguage(actor: EmployeeActor, to: Language): Promise<Viewer> {
    await this.accounts.changeLanguage(actor, to);
    return { ...(await this.of(actor)), language: to };
  }

  /** The rest of the answer is resolved by the person it is for, who was nobody when the request came. */
  private async begin(session: StartedSession, context: SessionContext): Promise<Viewer> {
    const { organisationId, sessionId } = session;
    const actor = await this.gate.refresh({ organisationId, sessionId, requestId: context.requestId });
    // Who left is answered like one who never was.
    if (!actor) throw new CourtyardError('sign_in.wrong');
    // The browser forgets the token it had; whoever copied that one must not keep it (ASVS 7.2.4).
    if (context.actor?.kind === 'employee') await this.sessions.signOut(context.actor);
    context.startSession(session.token);
    Object.assign(context, { actor });
    return this.of(actor);
  }
}
