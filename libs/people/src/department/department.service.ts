import type { EmployeeActor } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Department } from './department.entity.js';
import type { CreateDepartmentInput } from './department.input.js';
import { departmentPolicy } from './department.policy.js';
import { foundDepartment } from './founding.js';

/** The gate's largest page. */
const PORTION = 100;

@Injectable()
export class DepartmentService {
  constructor(private readonly gate: Gate) {}

  /** The whole tree, by name. Nobody outside sees any of it. */
  async all(actor: EmployeeActor): Promise<Department[]> {
    const departments: Department[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof this.page>> = await this.page(actor, after);
      departments.push(...page.rows);
      if (!page.hasNextPage) return departments;
      after = page.endCursor;
    }
  }

  /** @throws not_found, auth.forbidden, department.too_deep, input.invalid */
  async create(
    actor: EmployeeActor,
    { idempotencyKey, ...input }: CreateDepartmentInput,
  ): Promise<Department> {
    const id = await this.gate.createOnce(
      actor,
      'createDepartment',
      { key: idempotencyKey, input },
      (write, newId) =>
        foundDepartment(write, {
          id: newId,
          name: input.name,
          parentId: input.parentId ? fromNodeId(Department, input.parentId) : null,
        }),
    );
    return this.gate.get(actor, departmentPolicy, 'read', id);
  }

  private page(actor: EmployeeActor, after: string | null) {
    return this.gate.list(actor, departmentPolicy, 'read', {
      order: { by: 'nameFolded', direction: 'asc' },
      first: PORTION,
      after,
    });
  }
}
