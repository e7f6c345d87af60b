import { useLingui } from '@lingui/react/macro';
import type { FieldFragment } from '../generated/graphql';

/** Fields of the catalogue in words; one that has no words yet is called by its name in the code. */
export function useFieldNames() {
  const { t } = useLingui();
  const names: Readonly<Record<string, string>> = {
    'Employee.name': t`Name`,
    'Employee.title': t`Job title`,
    'Employee.departmentId': t`Department`,
    'Employee.pronouns': t`Pronouns`,
    'Employee.bio': t`What you say about yourself`,
    'Employee.photoToken': t`Photo`,
    'Employee.mobilePhone': t`Mobile phone`,
    'Employee.birthday': t`Birthday`,
    'Employee.privateLocation': t`Private location`,
    'Employee.createdAt': t`When you came into the directory`,
    'Account.email': t`Work email`,
    'Post.body': t`Text of posts`,
    'Post.publishedAt': t`When posts were written`,
    'Post.createdAt': t`When posts were written`,
    'Post.kind': t`Kind of post`,
    'Comment.body': t`Text of comments`,
    'Comment.createdAt': t`When comments were written`,
    'Reaction.kind': t`Reactions`,
  };
  const named = (key: string): string => (Object.hasOwn(names, key) ? (names[key] as string) : key);
  const name = (field: Pick<FieldFragment, 'key'>): string => named(field.key);
  const list = (fields: readonly Pick<FieldFragment, 'key'>[]): string => fields.map(name).join(', ');
  return { name, named, list };
}
