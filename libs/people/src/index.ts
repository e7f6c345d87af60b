export { Action, toldActions } from './action.js';
export { AudienceGroup, AudienceHolder, AudiencePartKind } from './audience/audience.entity.js';
export { audienceErrors } from './audience/audience.errors.js';
export { AudiencePartInput } from './audience/audience.input.js';
export { audiencePolicy } from './audience/audience.policy.js';
export {
  Audience,
  AudienceNewcomers,
  AudienceOption,
  AudiencePart,
  AudienceReader,
  AudienceReaderConnection,
} from './audience/audience.view.js';
export {
  AudienceDirectory,
  type HolderNumbers,
  MOST_PARTS,
  type ReaderQuery,
} from './audience/audience-directory.service.js';
export { AudienceKeys, type Group } from './audience/audience-keys.js';
export type { GroupKind, GroupOption } from './audience/group-kind.js';
export { Department } from './department/department.entity.js';
export { departmentErrors } from './department/department.errors.js';
export { departmentPolicy } from './department/department.policy.js';
export { DepartmentService } from './department/department.service.js';
export { foundDepartment, type NewDepartment } from './department/founding.js';
export { DirectoryKeeping, type Ending } from './employee/directory-keeping.service.js';
export { Employee, EmployeeKind, type EmployeeStatus } from './employee/employee.entity.js';
export { employeeErrors } from './employee/employee.errors.js';
export { EMPLOYEE_REVISED } from './employee/employee.events.js';
export { employeePolicy } from './employee/employee.policy.js';
export { EmployeeService } from './employee/employee.service.js';
export {
  EmployeeConnection,
  GuardedFieldState,
  InvitationLink,
  RevealedField,
} from './employee/employee.view.js';
export { EmployeeNameWord } from './employee/employee-name-word.entity.js';
export { EmployeeSource } from './employee/employee-source.entity.js';
export { employeeSourcePolicy } from './employee/employee-source.policy.js';
export { type Enlisted, enlist } from './employee/enlisting.js';
export { FieldAudience, GuardedField } from './employee/guarded-field.js';
export { GuardedFieldService } from './employee/guarded-field.service.js';
export { hire, type Newcomer } from './employee/hiring.js';
export { Introductions } from './employee/introductions.service.js';
export { InvitingService, invitationLink } from './employee/inviting.service.js';
export { department, language } from './facts.js';
export { IMPORT_SOURCES, type ImportSource } from './moved-in/import-source.js';
export { MovedInRecord } from './moved-in/moved-in.entity.js';
export { movedInErrors } from './moved-in/moved-in.errors.js';
export { movedInPolicy } from './moved-in/moved-in.policy.js';
export { type MovedInContents, MovedInService } from './moved-in/moved-in.service.js';
export { MovedIn, MovedInSource } from './moved-in/moved-in.view.js';
export { nobodyOf } from './moved-in/nobody.js';
export { noteMovedIn } from './moved-in/noting.js';
export { foldedName, wordsOf } from './name.js';
export { nameFinder } from './name-in-text/name-finder.js';
export { Office } from './office/office.entity.js';
export { officePolicy } from './office/office.policy.js';
export { OfficeService } from './office/office.service.js';
export {
  type FoundedOrganisation,
  FoundingService,
  type NewOrganisation,
} from './organisation/founding.service.js';
export { Organisation } from './organisation/organisation.entity.js';
export { organisationErrors } from './organisation/organisation.errors.js';
export { organisationPolicy } from './organisation/organisation.policy.js';
export { OrganisationNamesByGate } from './organisation/organisation-names.service.js';
export { PeopleModule, peopleProviders, peopleResolvers } from './people.module.js';
export { EmployeePhoto } from './photo/photo.entity.js';
export { photoErrors } from './photo/photo.errors.js';
export { photoPolicy } from './photo/photo.policy.js';
export { LARGEST_PHOTO_BYTES, PHOTO_RATE, PhotoService } from './photo/photo.service.js';
export { PhotoSize, photoAddress } from './photo/photo-address.js';
export { APPROVER_ROLES, Role } from './role.js';
export { SearchNamesByDirectory } from './search/search-names.service.js';
export { keptText, keptTextOrNull, type TextRule } from './text.js';
export { actorLookup, actorLookupBy } from './viewer/actor-lookup.js';
export { ViewerService } from './viewer/viewer.service.js';
export { Viewer } from './viewer/viewer.view.js';
