import { useMutation, useQuery } from '@apollo/client/react';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  type PostCardFragment,
  PostHistoryDocument,
  PostWhyDocument,
  WithdrawPostDocument,
} from '../generated/graphql';
import { CardPanel, Revisions } from './card-panel';
import styles from './card-panel.module.css';

export interface PostPanelProps {
  post: PostCardFragment;
  kind: 'why' | 'history' | 'withdraw';
  onClose: () => void;
}

/** What opens at the foot of a card; the page beneath it does not move away. */
export default function PostPanel({ post, kind, onClose }: PostPanelProps) {
  if (kind === 'why') return <Why post={post} onClose={onClose} />;
  if (kind === 'history') return <History post={post} onClose={onClose} />;
  return <Withdraw post={post} onClose={onClose} />;
}

type PartProps = Omit<PostPanelProps, 'kind'>;

function Why({ post, onClose }: PartProps) {
  const { data, error, refetch } = useQuery(PostWhyDocument, { variables: { id: post.id } });
  const lines = data?.node.__typename === 'Post' ? data.node.why : [];
  return (
    <CardPanel title={<Trans>Why am I seeing this</Trans>} onClose={onClose}>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      <dl className={styles.facts}>
        {lines.map((line) => (
          <Fact key={line.label} label={line.label}>
            {line.text}
          </Fact>
        ))}
      </dl>
    </CardPanel>
  );
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function History({ post, onClose }: PartProps) {
  const { data, error, refetch } = useQuery(PostHistoryDocument, {
    variables: { id: post.id },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <CardPanel title={<Trans>History</Trans>} onClose={onClose}>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {data?.node.__typename === 'Post' && <Revisions revisions={data.node.history} />}
    </CardPanel>
  );
}

function Withdraw({ post, onClose }: PartProps) {
  const [withdraw, { loading, error }] = useMutation(WithdrawPostDocument, { variables: { id: post.id } });
  return (
    <CardPanel title={<Trans>Withdraw this post?</Trans>} onClose={onClose}>
      <p>
        <Plural
          value={post.audience.count}
          one="It disappears at once for the one person who can see it, with its comments. This cannot be undone."
          other="It disappears at once for all # people who can see it, with its comments. This cannot be undone."
        />
      </p>
      {error && <FailureNotice error={error} />}
      <div className={styles.two}>
        <Button size="xs" loading={loading} onClick={() => void withdraw().catch(() => undefined)}>
          <Trans>Withdraw</Trans>
        </Button>
        <Button size="xs" onClick={onClose}>
          <Trans>Keep it</Trans>
        </Button>
      </div>
    </CardPanel>
  );
}
