import { AuditConcern, AuditEntry, AuditEntryOfField } from '@courtyard/compliance';
import {
  Comment,
  Community,
  ImportedMembership,
  Post,
  PostAudience,
  Reaction,
  Revision,
} from '@courtyard/feed';
import { Account, Invitation, Password, Session } from '@courtyard/identity';
import {
  AudienceGroup,
  AudienceHolder,
  Department,
  Employee,
  EmployeeNameWord,
  EmployeePhoto,
  EmployeeSource,
  Organisation,
} from '@courtyard/people';

/** Every class that is mapped to a table of a domain; a test holds the list to the tables of the database. */
export const entities = [
  Account,
  AuditConcern,
  AuditEntry,
  AuditEntryOfField,
  AudienceGroup,
  AudienceHolder,
  Comment,
  Community,
  Department,
  Employee,
  EmployeeNameWord,
  EmployeePhoto,
  EmployeeSource,
  ImportedMembership,
  Invitation,
  Organisation,
  Password,
  Post,
  PostAudience,
  Reaction,
  Revision,
  Session,
] as const;
