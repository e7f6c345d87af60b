import type { MappedColumn, Policy } from '@courtyard/access';

/**
 * The columns of the key without the organisation, which the gate always adds itself. The organisation's own row has no
 * other key.
 */
export function keyColumns(policy: Policy): readonly MappedColumn[] {
  const keys = [...policy.columns.values()].filter(({ key }) => key);
  const others = keys.filter(({ property }) => property !== 'organisationId');
  return others.length > 0 ? others : keys;
}
