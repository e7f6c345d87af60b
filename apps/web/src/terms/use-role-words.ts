import { useLingui } from '@lingui/react/macro';
import type { Role } from '../generated/graphql';

export function useRoleWords() {
  const { t } = useLingui();
  const name: Record<Role, string> = {
    employee: t`Employee`,
    moderator: t`Moderator`,
    compliance_officer: t`Compliance officer`,
    data_protection: t`Data protection`,
    works_council: t`Works council`,
    administrator: t`Administrator`,
    operator: t`IT operator`,
  };
  const named = (role: string): string => (Object.hasOwn(name, role) ? name[role as Role] : role);
  /** The role that explains why somebody could: "employee" only where there is no other. */
  const leading = (roles: readonly string[]): string => {
    const special = roles.filter((role) => role !== 'employee');
    return (special.length > 0 ? special : roles).map(named).join(', ');
  };
  return { name, named, leading };
}
