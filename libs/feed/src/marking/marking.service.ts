import { allows, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId, parseNodeId } from '@courtyard/graphql';
import { Employee, EmployeeKind, employeePolicy } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import type { MarkPersonsInput } from './marking.input.js';
import { Marking } from './marking.view.js';

/**
 * Whom an author's words are about (privacy-model.md section 2). It tells the author of nobody whom the directory hides from
 * them: neither a name found nor `outside` may say that somebody of that name once worked here.
 */
@Injectable()
export class MarkingService {
  constructor(private readonly gate: Gate) {}

  /** Null for whoever may not mark it. */
  async of(actor: EmployeeActor, row: Post | Comment): Promise<Marking | null> {
    const cells = await this.cellsOf(actor, row);
    if (!cells) return null;
    const needed = cells.unmarked.some(({ reason }) => reason !== 'outside');
    return Object.assign(new Marking(), { needed, of: { row, cells } });
  }

  /** Whom the text may name, and whom an earlier wording was about: candidates until the author says. */
  async found(actor: EmployeeActor, { needed, of: { row, cells } }: Marking): Promise<Employee[]> {
    const { employeeIds } = await this.gate.namesIn(actor, row.body);
    const before = needed ? aboutOf({ cells }) : [];
    const offered = new Set([...employeeIds, ...before]);
    return this.seen(
      actor,
      [...offered].filter((id) => id !== row.authorId && !row.mentionedIds.includes(id)),
    );
  }

  async marked(actor: EmployeeActor, { needed, of: { row, cells } }: Marking): Promise<Employee[]> {
    return this.seen(actor, needed ? row.mentionedIds : aboutOf({ cells }));
  }

  /** True where the author can see in the directory who it is. */
  async outside(actor: EmployeeActor, { of: { cells } }: Marking): Promise<boolean> {
    if (!cells.unmarked.some(({ reason }) => reason === 'outside')) return false;
    const people = await this.seen(actor, aboutOf({ cells }));
    return people.some(({ kind, status }) => kind !== EmployeeKind.employee || status !== 'active');
  }

  /**
   * Says whom the words of a version are about.
   * @throws not_found for the row and for whoever is not in the directory that the author sees; auth.forbidden,
   *   conflict.stale_version
   */
  async mark(actor: EmployeeActor, input: MarkPersonsInput): Promise<Post | Comment> {
    const { id, version } = input;
    const employeeIds = [...new Set(input.employeeIds.map((one) => fromNodeId(Employee, one)))];
    const parsed = parseNodeId(id);
    if (parsed?.entity === Post) return this.markAs(actor, postPolicy, parsed.id, employeeIds, version);
    if (parsed?.entity === Comment) return this.markAs(actor, commentPolicy, parsed.id, employeeIds, version);
    throw new CourtyardError('not_found');
  }

  private async markAs(
    actor: EmployeeActor,
    policy: typeof postPolicy | typeof commentPolicy,
    id: string,
    employeeIds: readonly string[],
    version: number,
  ): Promise<Post | Comment> {
    await this.gate.write(actor, 'markPersons', async (write) => {
      await write.markPersons(policy as typeof postPolicy, 'mark', id, employeeIds, version);
      const known = await write.load(employeePolicy, 'address', employeeIds);
      if (known.length < employeeIds.length) throw new CourtyardError('not_found');
    });
    return this.gate.get(actor, policy as typeof postPolicy, 'read', id);
  }

  private cellsOf(actor: EmployeeActor, row: Post | Comment) {
    const policy = (row instanceof Comment ? commentPolicy : postPolicy) as typeof postPolicy;
    return allows(policy, actor, 'mark', row) ? this.gate.cells(actor, policy, 'mark', row.id) : null;
  }

  /** Those of them whom the directory shows the author. */
  private async seen(actor: EmployeeActor, ids: readonly string[]): Promise<Employee[]> {
    const people = await Promise.all(ids.map((id) => this.gate.load(actor, employeePolicy, 'read', id)));
    return people.filter((one) => one !== null);
  }
}

function aboutOf({ cells }: Pick<Marking['of'], 'cells'>): string[] {
  return [
    ...new Set(cells.persons.filter(({ role }) => role === 'about').map(({ employeeId }) => employeeId)),
  ];
}
