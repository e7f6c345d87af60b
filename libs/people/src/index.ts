export { Action, toldActions } from './action.js';
export { AudienceGroup, AudienceHolder, AudiencePartKind } from './audience/audience.entity.js';
export { audienceErrors } from './audience/audience.errors.js';
export { AudiencePartInput } from './audience/audience.input.js';
export { audiencePolicy } from './audience/audience.policy.js';
export {
  Audience,
  AudienceOption,
  AudiencePart,
  AudienceReader,
  AudienceReaderConnection,
} from './audience/audience.view.js';
export { AudienceDirectory, MOST_PARTS, type ReaderQuery } from './audience/audience-directory.service.js';
export { AudienceKeys, type Group } from './audience/audience-keys.js';
export type { GroupKind, GroupOption } from './audience/group-kind.js';
export { Department } from './department/department.entity.js';
export { departmentPolicy } from './department/department.policy.js';
export { Employee, EmployeeKind, type EmployeeStatus } from './employee/employee.entity.js';
export { employeePolicy } from './employee/employee.policy.js';
export { EmployeeNameWord } from './employee/employee-name-word.entity.js';
export { FieldAudience, GuardedField } from './employee/guarded-field.js';
export { Introductions } from './employee/introductions.service.js';
export { department, language } from './facts.js';
export { foldedName, wordsOf } from './name.js';
export { Organisation } from './organisation/organisation.entity.js';
export { organisationPolicy } from './organisation/organisation.policy.js';
export { APPROVER_ROLES, Role } from './role.js';
