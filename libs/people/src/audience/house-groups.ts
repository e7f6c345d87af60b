import type { EmployeeActor } from '@courtyard/access';
import type { Gate } from '@courtyard/records';
import { Department } from '../department/department.entity.js';
import { departmentPolicy } from '../department/department.policy.js';
import { Employee } from '../employee/employee.entity.js';
import { employeePolicy } from '../employee/employee.policy.js';
import { wordsOf } from '../name.js';
import { organisationPolicy } from '../organisation/organisation.policy.js';
import { AudiencePartKind } from './audience.entity.js';
import type { GroupKind } from './group-kind.js';

/** The kinds of group that `people` itself knows, in the order they are offered. */
export function houseGroups(gate: Gate): readonly GroupKind[] {
  return [organisationGroup(gate), departmentGroups(gate), personGroup(gate)];
}

function organisationGroup(gate: Gate): GroupKind {
  const mine = (actor: EmployeeActor) =>
    gate.load(actor, organisationPolicy, 'address', actor.organisationId);
  return {
    kinds: [AudiencePartKind.organisation],
    entity: null,
    addressable: async (actor) => new Set((await mine(actor)) ? [actor.organisationId] : []),
    options: async (actor, words) => {
      const organisation = await mine(actor);
      if (!organisation || !matches(wordsOf(organisation.name), words)) return [];
      const { organisationId: id, name } = organisation;
      return [{ kind: AudiencePartKind.organisation, id, name, detail: null }];
    },
  };
}

function departmentGroups(gate: Gate): GroupKind {
  return {
    kinds: [AudiencePartKind.department, AudiencePartKind.department_below],
    entity: Department,
    addressable: (actor, ids) => seen(ids, (id) => gate.load(actor, departmentPolicy, 'address', id)),
    options: async (actor, words, first) => {
      const { rows } = await gate.list(actor, departmentPolicy, 'address', {
        where: { nameWords: { words } },
        order: { by: 'nameFolded', direction: 'asc' },
        first,
      });
      const ids = rows.map(({ id }) => id);
      const below = await gate.loadBy(actor, departmentPolicy, 'address', 'parentId', ids);
      const parents = new Set(below.map(({ parentId }) => parentId));
      return rows.flatMap(({ id, name }) => [
        ...(parents.has(id) ? [{ kind: AudiencePartKind.department_below, id, name, detail: null }] : []),
        { kind: AudiencePartKind.department, id, name, detail: null },
      ]);
    },
  };
}

function personGroup(gate: Gate): GroupKind {
  return {
    kinds: [AudiencePartKind.person],
    entity: Employee,
    addressable: (actor, ids) => seen(ids, (id) => gate.load(actor, employeePolicy, 'address', id)),
    options: async (actor, words, first) => {
      const { rows } = await gate.list(actor, employeePolicy, 'address', {
        where: { nameWords: { words } },
        order: { by: 'nameFolded', direction: 'asc' },
        first,
      });
      return rows.map(({ id, name, title }) => ({ kind: AudiencePartKind.person, id, name, detail: title }));
    },
  };
}

async function seen(
  ids: readonly string[],
  load: (id: string) => Promise<object | null>,
): Promise<ReadonlySet<string>> {
  const rows = await Promise.all(ids.map(load));
  return new Set(ids.filter((_, at) => rows[at] !== null));
}

function matches(own: readonly string[], words: readonly string[]): boolean {
  return words.every((word) => own.some((mine) => mine.startsWith(word)));
}
