/** What somebody may be in an organisation. Every employee has `employee`; guests and integrations have no role. */
export enum Role {
  employee = 'employee',
  moderator = 'moderator',
  compliance_officer = 'compliance_officer',
  works_council = 'works_council',
  data_protection = 'data_protection',
  administrator = 'administrator',
  operator = 'operator',
}

/** Roles that approve what others ask for: a person has at most one, so that two approvals are two people. */
export const APPROVER_ROLES: readonly Role[] = [
  Role.compliance_officer,
  Role.works_council,
  Role.data_protection,
  Role.administrator,
];
