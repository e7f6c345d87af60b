import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Employee } from '../employee/employee.entity.js';
import { employeePolicy } from '../employee/employee.policy.js';
import { Office } from './office.entity.js';
import { OfficeService } from './office.service.js';
import { RestingOffice } from './office.view.js';

@Resolver(() => RestingOffice)
export class OfficeResolver {
  constructor(
    private readonly offices: OfficeService,
    private readonly gate: Gate,
  ) {}

  @Query(() => [RestingOffice], {
    description: 'Roles that approve, newly given: they do not count yet, and colleagues can object.',
  })
  @Can('read', Office)
  restingOffices(@CurrentActor() actor: EmployeeActor): Promise<RestingOffice[]> {
    return this.offices.resting(actor);
  }

  @ResolveField(() => Employee, { nullable: true })
  holder(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { employeeId }: RestingOffice,
  ): Promise<Employee | null> {
    return this.gate.load(actor, employeePolicy, 'read', employeeId);
  }

  @ResolveField(() => Employee, { nullable: true, description: 'Absent: it came with the founding.' })
  async givenBy(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { givenById }: RestingOffice,
  ): Promise<Employee | null> {
    return givenById === null ? null : this.gate.load(actor, employeePolicy, 'read', givenById);
  }

  @ResolveField(() => Boolean)
  mine(@CurrentActor() actor: EmployeeActor, @Parent() { employeeId }: RestingOffice): boolean {
    return employeeId === actor.employeeId;
  }
}
