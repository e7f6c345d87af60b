import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { AudiencePartKind } from '../generated/graphql';

/** How one part of an audience is called: a department with those below it is not the department alone. */
export function usePartWords() {
  const { t } = useLingui();
  const name = (part: { kind: AudiencePartKind; name: string }): string =>
    part.kind === 'department_below' ? t`${part.name} and below` : part.name;
  const details: Record<AudiencePartKind, string | null> = {
    organisation: t`Every employee`,
    department: t`Department`,
    department_below: t`With its sub-departments`,
    community: t`Community`,
    circle: t`Your circle`,
    person: null,
  };
  const detail = (kind: AudiencePartKind): string | null => details[kind];
  /** Marks who comes with a part from outside the house; a person by name is one of them. */
  const outside = (kind: AudiencePartKind, count: number): string =>
    kind === 'person'
      ? t`From outside the house`
      : plural(count, { one: '# from outside', other: '# from outside' });
  return { name, detail, outside };
}
