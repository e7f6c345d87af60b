import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import {
  type CommentFragment,
  CommentHistoryDocument,
  type QuestionFragment,
  ReviseCommentDocument,
  WithdrawCommentDocument,
} from '../generated/graphql';
import { When } from '../language/when';
import { More } from '../shell/more';
import type { MoreItem } from '../shell/more-props';
import { Byline } from './byline';
import { CardPanel, Revisions } from './card-panel';
import panelStyles from './card-panel.module.css';
import styles from './thread.module.css';
import { Words } from './words';

type Doing = 'revise' | 'history' | 'withdraw' | 'widen' | 'marking' | null;

const MarkingPanel = lazy(() => import('./marking-panel'));
const NamesStrip = lazy(() => import('./names-strip'));
const WidenComment = lazy(() => import('../widening/widen-comment'));
const Rewrite = lazy(() => import('./rewrite').then(({ Rewrite: one }) => ({ default: one })));
const AcceptAnswer = lazy(() => import('../questions/accept-answer'));

export interface CommentRowProps {
  comment: CommentFragment;
  /** How the post stands that it was said below, where that is a question. */
  question?: QuestionFragment | null;
}

export function CommentRow({ comment, question }: CommentRowProps) {
  const [doing, setDoing] = useState<Doing>(null);
  if (comment.withdrawn)
    return (
      <p className={styles.withdrawn}>
        <Trans>A comment was withdrawn.</Trans>
      </p>
    );
  const close = () => setDoing(null);
  const accepted = question?.accepted?.id === comment.id;
  return (
    <article className={styles.comment} data-card tabIndex={-1} aria-label={comment.author.name}>
      <Byline
        small
        author={comment.author}
        facts={[
          <When key="time" at={comment.createdAt} />,
          comment.editedAt && (
            <button key="edited" type="button" onClick={() => setDoing('history')}>
              <Trans>edited</Trans>
            </button>
          ),
          accepted && <Trans key="accepted">Accepted answer</Trans>,
          comment.narrower && <Trans key="narrower">to fewer people</Trans>,
        ]}
        end={<CommentMore comment={comment} onDo={setDoing} />}
      />
      <div className={styles.words}>
        {doing === 'revise' ? (
          <Suspense>
            <Revise comment={comment} onDone={close} />
          </Suspense>
        ) : (
          <Words text={comment.body} document={comment.document} mentions={comment.mentions} />
        )}
        <Suspense>
          {doing === 'widen' && <WidenComment comment={comment} onClose={close} />}
          {doing === 'marking' && <MarkingPanel words={comment} onClose={close} inset />}
          {doing === null && comment.marking?.needed && (
            <NamesStrip words={comment} onMark={() => setDoing('marking')} />
          )}
          {doing === null && !accepted && question?.allowed.includes('accept') && (
            <AcceptAnswer commentId={comment.id} />
          )}
        </Suspense>
        {doing === 'history' && <History comment={comment} onClose={close} />}
        {doing === 'withdraw' && <Withdraw comment={comment} onClose={close} />}
      </div>
    </article>
  );
}

function CommentMore({ comment, onDo }: { comment: CommentFragment; onDo: (doing: Doing) => void }) {
  const { t } = useLingui();
  const items: MoreItem[] = [];
  if (comment.editedAt) items.push({ label: t`History`, onChoose: () => onDo('history') });
  if (comment.allowed.includes('revise')) items.push({ label: t`Edit`, onChoose: () => onDo('revise') });
  if (comment.marking) items.push({ label: t`Whom it is about`, onChoose: () => onDo('marking') });
  if (comment.narrower) items.push({ label: t`Show to all who see the post`, onChoose: () => onDo('widen') });
  if (comment.allowed.includes('withdraw'))
    items.push({ label: t`Withdraw`, onChoose: () => onDo('withdraw') });
  if (items.length === 0) return null;
  return <More size={28} label={t`More about the comment by ${comment.author.name}`} items={items} />;
}

function Revise({ comment, onDone }: { comment: CommentFragment; onDone: () => void }) {
  const { t } = useLingui();
  const client = useApolloClient();
  const [revise] = useMutation(ReviseCommentDocument);
  return (
    <Rewrite
      label={t`Your comment`}
      body={comment.body}
      document={comment.document}
      mentions={comment.mentions}
      version={comment.version}
      onDone={onDone}
      save={async (document, version) => {
        await revise({ variables: { input: { id: comment.id, version, document } } });
      }}
      readNow={async () => {
        const { data } = await client.query({
          query: CommentHistoryDocument,
          variables: { id: comment.id },
          fetchPolicy: 'network-only',
        });
        if (data?.node.__typename !== 'Comment') throw failureOf(null);
        return data.node;
      }}
    />
  );
}

interface PartProps {
  comment: CommentFragment;
  onClose: () => void;
}

function History({ comment, onClose }: PartProps) {
  const { data, error, refetch } = useQuery(CommentHistoryDocument, {
    variables: { id: comment.id },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <CardPanel title={<Trans>History</Trans>} onClose={onClose} inset>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {data?.node.__typename === 'Comment' && <Revisions revisions={data.node.history} />}
    </CardPanel>
  );
}

function Withdraw({ comment, onClose }: PartProps) {
  const [withdraw, { loading, error }] = useMutation(WithdrawCommentDocument, {
    variables: { id: comment.id },
  });
  return (
    <CardPanel title={<Trans>Withdraw this comment?</Trans>} onClose={onClose} inset>
      <p>
        <Trans>It disappears for everyone at once. This cannot be undone.</Trans>
      </p>
      {error && <FailureNotice error={error} />}
      <div className={panelStyles.two}>
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
