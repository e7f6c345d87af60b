import { Gate, SEARCH_NAMES } from '@courtyard/records';
import { Module, type Provider } from '@nestjs/common';
import { AudienceResolver } from './audience/audience.resolver.js';
import { AudienceDirectory } from './audience/audience-directory.service.js';
import { DepartmentResolver } from './department/department.resolver.js';
import { DepartmentService } from './department/department.service.js';
import { DirectoryKeeping } from './employee/directory-keeping.service.js';
import { EmployeeResolver } from './employee/employee.resolver.js';
import { EmployeeService } from './employee/employee.service.js';
import { GuardedFieldService } from './employee/guarded-field.service.js';
import { Introductions } from './employee/introductions.service.js';
import { InvitingService } from './employee/inviting.service.js';
import { MovedInResolver } from './moved-in/moved-in.resolver.js';
import { MovedInService } from './moved-in/moved-in.service.js';
import { nameFinder } from './name-in-text/name-finder.js';
import { OfficeResolver } from './office/office.resolver.js';
import { OfficeService } from './office/office.service.js';
import { FoundingService } from './organisation/founding.service.js';
import { OrganisationResolver } from './organisation/organisation.resolver.js';
import { OrganisationNamesByGate } from './organisation/organisation-names.service.js';
import { OwnAccountResolver } from './own-account/own-account.resolver.js';
import { PhotoService } from './photo/photo.service.js';
import { SearchNamesByDirectory } from './search/search-names.service.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';
import { ViewerService } from './viewer/viewer.service.js';

const SERVICES = [
  AudienceDirectory,
  DepartmentService,
  DirectoryKeeping,
  EmployeeService,
  FoundingService,
  GuardedFieldService,
  Introductions,
  InvitingService,
  MovedInService,
  OfficeService,
  OrganisationNamesByGate,
  PhotoService,
  SearchNamesByDirectory,
  ViewerService,
];

export const peopleResolvers = [
  AudienceResolver,
  DepartmentResolver,
  EmployeeResolver,
  MovedInResolver,
  OfficeResolver,
  OrganisationResolver,
  OwnAccountResolver,
  ViewerResolver,
];

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export const peopleProviders: readonly Provider[] = SERVICES;

/** Who works here, and who sees what. It needs `Gate` of records and identity's services, from global modules. */
@Module({
  providers: [
    ...SERVICES,
    ...peopleResolvers,
    { provide: SEARCH_NAMES, useExisting: SearchNamesByDirectory },
  ],
  exports: [...SERVICES, SEARCH_NAMES],
})
export class PeopleModule {
  constructor(gate: Gate) {
    gate.useNameFinder(nameFinder);
  }
}
