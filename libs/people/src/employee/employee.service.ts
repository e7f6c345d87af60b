import { type EmployeeActor, keys } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { audiencePolicy } from '../audience/audience.policy.js';
import { AudienceKeys } from '../audience/audience-keys.js';
import { Department } from '../department/department.entity.js';
import { foldedName, searchedWords } from '../name.js';
import { Role } from '../role.js';
import { keptText, keptTextOrNull } from '../text.js';
import type { Employee } from './employee.entity.js';
import { EMPLOYEE_REVISED } from './employee.events.js';
import type { DirectoryArgs, ReviseProfileInput } from './employee.input.js';
import { employeePolicy } from './employee.policy.js';
import { Introductions } from './introductions.service.js';

/** Few guests hold more keys; who does finds those of the first. */
const MOST_SHARED = 1_000;

/** The directory, and one's own page in it. */
@Injectable()
export class EmployeeService {
  constructor(
    private readonly gate: Gate,
    private readonly introductions: Introductions,
  ) {}

  /**
   * Who works here, by name. A guest finds those with whom they share a community, by card, and themself; of a department
   * themself alone. @throws input.invalid, not_found
   */
  async list(
    actor: EmployeeActor,
    { first, after, search, departmentId }: DirectoryArgs,
  ): Promise<Page<Employee>> {
    const words = searchedWords(search ?? '');
    const named = { status: 'active', ...(words.length > 0 ? { nameWords: { words } } : {}) } as const;
    const page = { order: { by: 'nameFolded', direction: 'asc' }, first, after: after ?? null } as const;
    const shared = departmentId ? [] : await this.sharedByGuest(actor);
    if (shared.length > 0) {
      const heldBy = { keys: shared, few: true };
      const found = await this.gate.list(actor, employeePolicy, 'introduce', {
        where: named,
        heldBy,
        ...page,
      });
      return { ...found, rows: found.rows.map((one) => this.introductions.narrow(actor, one)) };
    }
    return this.gate.list(actor, employeePolicy, 'read', {
      where: { ...named, ...(departmentId ? { departmentId: fromNodeId(Department, departmentId) } : {}) },
      ...page,
    });
  }

  /**
   * The keys of the communities that a guest is in: its members see who is in it. Not of circles, of which they may not know;
   * nobody's for an employee, to whom the directory is open.
   */
  private async sharedByGuest(actor: EmployeeActor): Promise<string[]> {
    if (actor.roles.has(Role.employee)) return [];
    const held = [...actor.facts.set(keys)].slice(0, MOST_SHARED);
    const groups = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', held);
    return groups.filter(({ kind }) => kind === AudiencePartKind.community).map(({ key }) => key);
  }

  /** @throws not_found */
  get(actor: EmployeeActor, id: string): Promise<Employee> {
    return this.gate.get(actor, employeePolicy, 'read', id);
  }

  /** Changes the plain fields of one's own page; what is left out stays. @throws input.invalid, conflict.stale_version */
  async reviseProfile(actor: EmployeeActor, input: ReviseProfileInput): Promise<Employee> {
    const changes = profileChanges(input);
    await this.gate.write(actor, 'reviseProfile', async (write) => {
      await write.change(employeePolicy, 'revise', actor.employeeId, changes, input.version);
      if (changes.name) {
        const self = { kind: AudiencePartKind.person, id: actor.employeeId };
        await AudienceKeys.rename(write, self, changes.name);
      }
      await write.emit(EMPLOYEE_REVISED, { employeeId: actor.employeeId });
    });
    return this.get(actor, actor.employeeId);
  }
}

function profileChanges({ name, title, pronouns, bio }: ReviseProfileInput): Partial<Employee> {
  const changes: Partial<Employee> = {};
  // A name cannot be taken away, so null is the same as leaving it out.
  if (name !== undefined && name !== null) {
    changes.name = keptText(name, { field: 'name', most: 200 });
    Object.assign(changes, foldedName(changes.name));
  }
  if (title !== undefined) changes.title = keptTextOrNull(title, { field: 'title', most: 200 });
  if (pronouns !== undefined) changes.pronouns = keptTextOrNull(pronouns, { field: 'pronouns', most: 60 });
  if (bio !== undefined) changes.bio = keptTextOrNull(bio, { field: 'bio', most: 2_000, lines: true });
  return changes;
}
