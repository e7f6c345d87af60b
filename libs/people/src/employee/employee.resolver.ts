import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { fromNodeId, toConnection } from '@courtyard/graphql';
import { Gate } from '@courtyard/records';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Action, toldActions } from '../action.js';
import { Department } from '../department/department.entity.js';
import { departmentPolicy } from '../department/department.policy.js';
import { PhotoSize, photoAddress } from '../photo/photo-address.js';
import { DirectoryKeeping } from './directory-keeping.service.js';
import { Employee } from './employee.entity.js';
import {
  ChangeRolesInput,
  DirectoryArgs,
  InviteEmployeeInput,
  ReviseProfileInput,
  SetGuardedFieldInput,
} from './employee.input.js';
import { employeePolicy } from './employee.policy.js';
import { EmployeeService } from './employee.service.js';
import { EmployeeConnection, GuardedFieldState, InvitationLink, RevealedField } from './employee.view.js';
import { GuardedField } from './guarded-field.js';
import { GuardedFieldService } from './guarded-field.service.js';
import { Introductions } from './introductions.service.js';
import { InvitingService } from './inviting.service.js';

@Resolver(() => Employee)
export class EmployeeResolver {
  constructor(
    private readonly service: EmployeeService,
    private readonly fields: GuardedFieldService,
    private readonly keeping: DirectoryKeeping,
    private readonly inviting: InvitingService,
    private readonly introductions: Introductions,
    private readonly gate: Gate,
  ) {}

  @Query(() => EmployeeConnection, { description: 'The directory, by name.' })
  @Can('read', Employee)
  async employees(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: DirectoryArgs,
  ): Promise<EmployeeConnection> {
    return toConnection(await this.service.list(actor, args));
  }

  @Mutation(() => Employee)
  @Can('revise', Employee)
  reviseProfile(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ReviseProfileInput,
  ): Promise<Employee> {
    return this.service.reviseProfile(actor, input);
  }

  @Mutation(() => Employee)
  @Can('set_guarded', Employee)
  setGuardedField(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: SetGuardedFieldInput,
  ): Promise<Employee> {
    return this.fields.set(actor, input);
  }

  @Mutation(() => RevealedField, { description: 'Shows one guarded field; the request is recorded first.' })
  @Can('read', Employee)
  revealField(
    @CurrentActor() actor: EmployeeActor,
    @Args('employeeId', { type: () => ID }) employeeId: string,
    @Args('field', { type: () => GuardedField }) field: GuardedField,
  ): Promise<RevealedField> {
    return this.fields.reveal(actor, fromNodeId(Employee, employeeId), field);
  }

  @Mutation(() => InvitationLink)
  @Can('hire', Employee)
  inviteEmployee(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: InviteEmployeeInput,
  ): Promise<InvitationLink> {
    return this.inviting.invite(actor, input);
  }

  @Mutation(() => Employee, { description: 'Sets all roles of an employee.' })
  @Can('change_roles', Employee)
  changeRoles(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') { employeeId, roles }: ChangeRolesInput,
  ): Promise<Employee> {
    return this.keeping.changeRoles(actor, fromNodeId(Employee, employeeId), roles);
  }

  @Mutation(() => Employee)
  @Can('transfer', Employee)
  transferEmployee(
    @CurrentActor() actor: EmployeeActor,
    @Args('employeeId', { type: () => ID }) employeeId: string,
    @Args('departmentId', { type: () => ID, nullable: true }) departmentId: string | null,
  ): Promise<Employee> {
    const to = departmentId ? fromNodeId(Department, departmentId) : null;
    return this.keeping.transfer(actor, fromNodeId(Employee, employeeId), to);
  }

  @Mutation(() => Employee, { description: "Ends somebody's access at once; what they wrote stays." })
  @Can('deactivate', Employee)
  deactivateEmployee(
    @CurrentActor() actor: EmployeeActor,
    @Args('employeeId', { type: () => ID }) employeeId: string,
  ): Promise<Employee> {
    return this.keeping.deactivate(actor, fromNodeId(Employee, employeeId));
  }

  @Mutation(() => Employee)
  @Can('reactivate', Employee)
  reactivateEmployee(
    @CurrentActor() actor: EmployeeActor,
    @Args('employeeId', { type: () => ID }) employeeId: string,
  ): Promise<Employee> {
    return this.keeping.reactivate(actor, fromNodeId(Employee, employeeId));
  }

  @ResolveField(() => Department, { nullable: true })
  department(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { departmentId }: Employee,
  ): Promise<Department | null> | null {
    return departmentId === null ? null : this.gate.load(actor, departmentPolicy, 'name', departmentId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'A path on this origin that changes with the photo; whoever follows it is judged.',
  })
  photoUrl(
    @Parent() employee: Employee,
    @Args('size', { type: () => PhotoSize, defaultValue: PhotoSize.small }) size: PhotoSize,
  ): string | null {
    return photoAddress(employee, size);
  }

  @ResolveField(() => String, { nullable: true })
  async pronouns(@CurrentActor() actor: EmployeeActor, @Parent() employee: Employee): Promise<string | null> {
    return (await this.introductions.whole(actor, employee)).pronouns;
  }

  @ResolveField(() => String, { nullable: true })
  async bio(@CurrentActor() actor: EmployeeActor, @Parent() employee: Employee): Promise<string | null> {
    return (await this.introductions.whole(actor, employee)).bio;
  }

  @ResolveField(() => Int)
  async version(@CurrentActor() actor: EmployeeActor, @Parent() employee: Employee): Promise<number> {
    return (await this.introductions.whole(actor, employee)).version;
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() named: Employee): Promise<Action[]> {
    const employee = await this.introductions.whole(actor, named);
    const actions = allowedActions(employeePolicy, actor, employee);
    const reveals = this.fields.statesOf(actor, employee).some(({ mayReveal }) => mayReveal);
    return toldActions(reveals ? [...actions, Action.reveal] : actions);
  }

  @ResolveField(() => [GuardedFieldState])
  async guarded(
    @CurrentActor() actor: EmployeeActor,
    @Parent() employee: Employee,
  ): Promise<GuardedFieldState[]> {
    return this.fields.statesOf(actor, await this.introductions.whole(actor, employee));
  }
}
