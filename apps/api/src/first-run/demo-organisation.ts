import { randomBytes } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import {
  AnnouncementService,
  Circle,
  CircleService,
  CommentService,
  Community,
  CommunityAccess,
  CommunityService,
  PostKind,
  PostService,
  QuestionService,
  ReactionKind,
  ReactionService,
} from '@courtyard/feed';
import { toNodeId } from '@courtyard/graphql';
import { type DemoAccount, InvitationService, SessionService } from '@courtyard/identity';
import {
  type AudiencePartInput,
  AudiencePartKind,
  Department,
  DirectoryKeeping,
  Employee,
  EmployeeKind,
  EmployeeService,
  FoundingService,
  foundDepartment,
  hire,
  type Role,
} from '@courtyard/people';
import { Gate } from '@courtyard/records';
import type { INestApplicationContext } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import {
  DEMO,
  DEMO_CIRCLES,
  DEMO_COMMUNITIES,
  DEMO_DEPARTMENTS,
  DEMO_PEOPLE,
  DEMO_POSTS,
  type DemoPerson,
  type DemoPost,
} from './demo-words.js';

/** Whose sign-ins are told, on the sign-in page and at the terminal. */
export const DEMO_ACCOUNTS: readonly (DemoAccount & { readonly role?: string })[] = DEMO_PEOPLE.flatMap(
  ({ name, title, password, roles }) => {
    if (!password) return [];
    const role = roles?.map((one) => one.replaceAll('_', ' ')).join(', ');
    return [{ name, title, email: emailOf(name), password, ...(role ? { role } : {}) }];
  },
);

/**
 * Makes Kessler Pumps with the same services that a real company uses: nothing is put past the gate. Made in one go by one
 * process; when it is interrupted, `isWhole` stays false and what is there is an organisation without posts.
 */
export class DemoOrganisation {
  private readonly departments = new Map<string, string>();
  private readonly people = new Map<string, string>();
  private readonly actors = new Map<string, EmployeeActor>();
  private readonly communities = new Map<string, string>();
  private readonly circles = new Map<string, string>();

  constructor(private readonly app: INestApplicationContext) {}

  async make(): Promise<void> {
    await this.found();
    await this.makeCommunities();
    await this.drawCircles();
    await this.say();
    await this.leave();
  }

  private async found(): Promise<void> {
    const invitations = this.app.get(InvitationService, { strict: false });
    const [administrator, ...others] = [...DEMO_PEOPLE].sort(administratorsFirst);
    if (!administrator) throw new Error('The demo has no administrator.');
    const links = new Map<string, string>();
    const { organisationId, administratorId, invitation } = await this.app
      .get(FoundingService, { strict: false })
      .found(
        {
          name: DEMO.name,
          handle: DEMO.handle,
          administrator: { name: administrator.name, email: emailOf(administrator.name) },
        },
        async (write) => {
          for (const { name, parent } of DEMO_DEPARTMENTS) {
            const id = newId();
            this.departments.set(name, id);
            await foundDepartment(write, {
              id,
              name,
              parentId: parent ? this.idOf(this.departments, parent) : null,
            });
          }
          for (const person of others) {
            const id = newId();
            this.people.set(person.name, id);
            await hire(write, {
              id,
              name: person.name,
              title: person.title,
              pronouns: person.pronouns ?? null,
              bio: person.bio ?? null,
              kind: person.kind === 'guest' ? EmployeeKind.guest : EmployeeKind.employee,
              departmentId: person.kind ? null : this.idOf(this.departments, person.department),
              roles: (person.roles ?? []) as Role[],
            });
            const { token } = await invitations.invite(write, {
              employeeId: id,
              email: emailOf(person.name),
              madeBy: null,
            });
            links.set(person.name, token);
          }
        },
      );
    this.people.set(administrator.name, administratorId);
    links.set(administrator.name, invitation.path.split('#')[1] ?? '');
    for (const person of DEMO_PEOPLE) await this.moveIn(person, links.get(person.name) ?? '', organisationId);
    await this.settle(administrator);
  }

  /** Who founds has no department and no title yet. */
  private async settle({ name, title, department }: DemoPerson): Promise<void> {
    const id = this.idOf(this.people, name);
    const keeping = this.app.get(DirectoryKeeping, { strict: false });
    const { version } = await keeping.transfer(
      await this.now(name),
      id,
      this.idOf(this.departments, department),
    );
    await this.app
      .get(EmployeeService, { strict: false })
      .reviseProfile(await this.now(name), { version, title });
  }

  /** Accepts the invitation as the person would. Who has no told password gets one that nobody knows. */
  private async moveIn({ name, password }: DemoPerson, token: string, organisationId: string): Promise<void> {
    const client = { address: '127.0.0.1', userAgent: undefined };
    const chosen = password ?? randomBytes(24).toString('base64url');
    const session = await this.app.get(InvitationService, { strict: false }).accept(token, chosen, client);
    const gate = this.app.get(Gate, { strict: false });
    const actor = await gate.refresh({
      organisationId,
      sessionId: session.sessionId,
      requestId: crypto.randomUUID(),
    });
    if (!actor) throw new Error(`${name} did not move in.`);
    this.actors.set(name, actor);
  }

  private async makeCommunities(): Promise<void> {
    const service = this.app.get(CommunityService, { strict: false });
    for (const { owner, members, name, purpose, access } of DEMO_COMMUNITIES) {
      const actor = await this.now(owner);
      const input = { idempotencyKey: newId(), name, purpose, access: access as CommunityAccess };
      const { id } = await service.found(actor, input);
      this.communities.set(name, id);
      for (const member of members) {
        const employee = toNodeId(Employee, this.idOf(this.people, member));
        await service.addMember(await this.now(owner), toNodeId(Community, id), employee);
      }
    }
  }

  private async drawCircles(): Promise<void> {
    const service = this.app.get(CircleService, { strict: false });
    for (const { owner, name, people } of DEMO_CIRCLES) {
      const employeeIds = people.map((one) => toNodeId(Employee, this.idOf(this.people, one)));
      const { id } = await service.draw(await this.now(owner), {
        idempotencyKey: newId(),
        name,
        employeeIds,
      });
      this.circles.set(name, id);
    }
  }

  private async say(): Promise<void> {
    const [announcements, posts, comments, questions, reactions] = [
      this.app.get(AnnouncementService, { strict: false }),
      this.app.get(PostService, { strict: false }),
      this.app.get(CommentService, { strict: false }),
      this.app.get(QuestionService, { strict: false }),
      this.app.get(ReactionService, { strict: false }),
    ];
    for (const demo of DEMO_POSTS) {
      const audience = demo.to.map((part) => this.partOf(part));
      const post = await posts.publish(await this.now(demo.by), {
        idempotencyKey: newId(),
        body: demo.body,
        audience,
        ...(demo.takenBy ? { kind: PostKind.question } : {}),
        ...(demo.readBy ? { kind: PostKind.announcement } : {}),
        ...(demo.promise ? { kind: PostKind.pledge, pledge: this.pledgeOf(demo.promise) } : {}),
      });
      const postId = toNodeId(post.constructor as never, post.id);
      if (demo.takenBy) await questions.take(await this.now(demo.takenBy), postId);
      for (const by of demo.readBy ?? []) await announcements.acknowledge(await this.now(by), postId);
      for (const [by, body] of demo.comments ?? [])
        await comments.add(await this.now(by), { idempotencyKey: newId(), postId, body });
      for (const by of demo.useful ?? [])
        await reactions.react(await this.now(by), postId, ReactionKind.useful);
      for (const by of demo.valuable ?? [])
        await reactions.react(await this.now(by), postId, ReactionKind.valuable);
    }
  }

  private pledgeOf({ to, days }: NonNullable<DemoPost['promise']>) {
    const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    return { toId: toNodeId(Employee, this.idOf(this.people, to)), dueOn: day };
  }

  /** Nobody stays signed in on a machine that they never used. */
  private async leave(): Promise<void> {
    for (const { name } of DEMO_PEOPLE)
      await this.app.get(SessionService, { strict: false }).signOut(await this.now(name));
  }

  private partOf(part: string): AudiencePartInput {
    const below = part.endsWith('+');
    const name = below ? part.slice(0, -1) : part;
    if (name === DEMO.name) return { kind: AudiencePartKind.organisation };
    const department = this.departments.get(name);
    if (department) {
      return {
        kind: below ? AudiencePartKind.department_below : AudiencePartKind.department,
        id: toNodeId(Department, department),
      };
    }
    const community = this.communities.get(name);
    if (community) return { kind: AudiencePartKind.community, id: toNodeId(Community, community) };
    const circle = this.circles.get(name);
    if (circle) return { kind: AudiencePartKind.circle, id: toNodeId(Circle, circle) };
    return { kind: AudiencePartKind.person, id: toNodeId(Employee, this.idOf(this.people, name)) };
  }

  /** The person as a new request, with what they hold by now. */
  private async now(name: string): Promise<EmployeeActor> {
    const known = this.actors.get(name);
    const actor =
      known &&
      (await this.app.get(Gate, { strict: false }).refresh({ ...known, requestId: crypto.randomUUID() }));
    if (!actor) throw new Error(`${name} is not in the demo.`);
    return actor;
  }

  private idOf(ids: ReadonlyMap<string, string>, name: string): string {
    const id = ids.get(name);
    if (!id) throw new Error(`${name} is not in the demo.`);
    return id;
  }
}

function administratorsFirst(a: DemoPerson, b: DemoPerson): number {
  const rank = ({ roles }: DemoPerson) => (roles?.includes('administrator') ? 0 : 1);
  return rank(a) - rank(b);
}

function emailOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return `${plain.replace(/[^a-z]+/g, '.')}@kessler-pumps.example`;
}
