import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { type AudiencePartInput, MentionedDocument } from '../generated/graphql';
import styles from './unreached.module.css';
import type { Named } from './said';

/**
 * Says of whom one mentions that they will not see it. It asks the lens, which shows its author the same people anyway; to nobody else is
 * it told, and whoever is mentioned there learns nothing.
 */
export function Unreached({ mentions, parts }: { mentions: readonly Named[]; parts: AudiencePartInput[] }) {
  if (parts.length === 0) return null;
  return mentions.map((person) => <UnreachedPerson key={person.id} person={person} parts={parts} />);
}

function UnreachedPerson({ person, parts }: { person: Named; parts: AudiencePartInput[] }) {
  const { data } = useQuery(MentionedDocument, { variables: { parts, search: person.name } });
  if (!data || data.audienceReaders.nodes.some(({ employee }) => employee.id === person.id)) return null;
  return (
    <p className={styles.unreached} role="status">
      <Trans>{person.name} is mentioned and will not see this: they are not among those you write to.</Trans>
    </p>
  );
}
