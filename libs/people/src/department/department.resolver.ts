import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceDirectory } from '../audience/audience-directory.service.js';
import { Department } from './department.entity.js';
import { CreateDepartmentInput } from './department.input.js';
import { departmentPolicy } from './department.policy.js';
import { DepartmentService } from './department.service.js';

@Resolver(() => Department)
export class DepartmentResolver {
  constructor(
    private readonly service: DepartmentService,
    private readonly directory: AudienceDirectory,
    private readonly gate: Gate,
  ) {}

  @Query(() => [Department], { description: 'The tree, by name.' })
  @Can('read', Department)
  departments(@CurrentActor() actor: EmployeeActor): Promise<Department[]> {
    return this.service.all(actor);
  }

  @Mutation(() => Department)
  @Can('create', Department)
  createDepartment(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: CreateDepartmentInput,
  ): Promise<Department> {
    return this.service.create(actor, input);
  }

  @ResolveField(() => Department, { nullable: true })
  parent(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { parentId }: Department,
  ): Promise<Department | null> | null {
    return parentId === null ? null : this.gate.load(actor, departmentPolicy, 'read', parentId);
  }

  @ResolveField(() => Int, { description: 'Employees in this department itself.' })
  async memberCount(@CurrentActor() actor: EmployeeActor, @Parent() { id }: Department): Promise<number> {
    return (await this.directory.holdersOf(actor, { kind: AudiencePartKind.department, id })).holders;
  }

  @ResolveField(() => Int, { description: 'Employees in this department and those below it.' })
  async memberCountBelow(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { id }: Department,
  ): Promise<number> {
    return (await this.directory.holdersOf(actor, { kind: AudiencePartKind.department_below, id })).holders;
  }
}
