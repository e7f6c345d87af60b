import { useMutation } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type PostCardFragment,
  ReactDocument,
  type ReactionKind,
  TakeBackReactionDocument,
} from '../generated/graphql';
import { numberWords } from '../language/time';
import styles from './post-card.module.css';

export interface ReactionsProps {
  post: PostCardFragment;
  onFailure: (error: unknown) => void;
}

/** Two reactions that mean something: I used this; this mattered. */
export function Reactions({ post, onFailure }: ReactionsProps) {
  return (
    <>
      <Reaction post={post} kind="useful" onFailure={onFailure} />
      <Reaction post={post} kind="valuable" onFailure={onFailure} />
    </>
  );
}

function Reaction({ post, kind, onFailure }: ReactionsProps & { kind: ReactionKind }) {
  const { t, i18n } = useLingui();
  const [give] = useMutation(ReactDocument);
  const [takeBack] = useMutation(TakeBackReactionDocument);
  const mine = post.mine.includes(kind);
  const count = kind === 'useful' ? post.usefulCount : post.valuableCount;
  const mayReact = post.allowed.includes('react');
  const title = kind === 'useful' ? t`I used this` : t`This mattered`;

  const toggle = async () => {
    const variables = { postId: post.id, kind };
    const after = expected(post, kind);
    try {
      if (mine)
        await takeBack({
          variables,
          optimisticResponse: { __typename: 'Mutation', takeBackReaction: after },
        });
      else await give({ variables, optimisticResponse: { __typename: 'Mutation', react: after } });
    } catch (error) {
      onFailure(error);
    }
  };
  const content = (
    <>
      <Icon name={kind} small />
      {kind === 'useful' ? <Trans>Useful</Trans> : <Trans>Valuable</Trans>}
      {count !== null && count > 0 && (
        <span className={styles.number}>{numberWords(count, i18n.locale)}</span>
      )}
    </>
  );
  if (!mayReact) return <span className={styles.still}>{content}</span>;
  return (
    <button
      type="button"
      title={title}
      aria-pressed={mine}
      className={mine ? styles.mine : undefined}
      onClick={() => void toggle()}
    >
      {content}
    </button>
  );
}

/** What the server will most likely answer; its answer replaces it. */
function expected(post: PostCardFragment, kind: ReactionKind) {
  const mine = post.mine.includes(kind);
  const step = mine ? -1 : 1;
  // Numbers that are not shown yet are not guessed either.
  const counted = (count: number | null, changes: boolean) =>
    count === null || !changes ? count : count + step;
  return {
    __typename: 'Post' as const,
    id: post.id,
    awaitsJudgement: post.awaitsJudgement,
    commentCount: post.commentCount,
    usefulCount: counted(post.usefulCount, kind === 'useful'),
    valuableCount: counted(post.valuableCount, kind === 'valuable'),
    mine: mine ? post.mine.filter((one) => one !== kind) : [...post.mine, kind],
  };
}
