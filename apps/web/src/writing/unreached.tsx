import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { type AudiencePartInput, MentionedBelowDocument, MentionedDocument } from '../generated/graphql';
import type { Named } from './said';
import styles from './unreached.module.css';

/*
 * Says of whom one mentions that they will not see it. It asks the lens, which shows whoever writes the same people anyway; to nobody else is
 * it told, and whoever is mentioned there learns nothing.
 */

/** Of what is about to be posted. */
export function Unreached({ mentions, parts }: { mentions: readonly Named[]; parts: AudiencePartInput[] }) {
  if (parts.length === 0) return null;
  return mentions.map((person) => <UnreachedByPost key={person.id} person={person} parts={parts} />);
}

/** Of what is said below a post. */
export function UnreachedBelow({ mentions, postId }: { mentions: readonly Named[]; postId: string }) {
  return mentions.map((person) => <UnreachedByComment key={person.id} person={person} postId={postId} />);
}

function UnreachedByPost({ person, parts }: { person: Named; parts: AudiencePartInput[] }) {
  const { data } = useQuery(MentionedDocument, { variables: { parts, search: person.name } });
  return <Note person={person} readers={data?.audienceReaders.nodes} />;
}

function UnreachedByComment({ person, postId }: { person: Named; postId: string }) {
  const { data } = useQuery(MentionedBelowDocument, { variables: { id: postId, search: person.name } });
  return (
    <Note person={person} readers={data?.node.__typename === 'Post' ? data.node.readers.nodes : undefined} />
  );
}

interface NoteProps {
  person: Named;
  /** Those of that name; not known yet where there are none to look at. */
  readers: readonly { readonly employee: { readonly id: string } }[] | undefined;
}

function Note({ person, readers }: NoteProps) {
  if (!readers || readers.some(({ employee }) => employee.id === person.id)) return null;
  return (
    <p className={styles.unreached} role="status">
      <Trans>{person.name} is mentioned and will not see this: it is not written to them.</Trans>
    </p>
  );
}
