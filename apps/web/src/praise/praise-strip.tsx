import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { removePost } from '../feed/feed-cache';
import {
  LetPraiseBeShownDocument,
  type PostCardFragment,
  type PraiseFragment,
  TakePraiseBackDocument,
} from '../generated/graphql';
import styles from '../promises/pledge-strip.module.css';
import { useViewer } from '../session/viewer';

export interface PraiseStripProps {
  post: PostCardFragment;
  praise: PraiseFragment;
}

/** Whom it praises. Until they let it be shown it is between two, and a no is nothing at all: there is no button for it. */
export default function PraiseStrip({ post, praise }: PraiseStripProps) {
  const { employee } = useViewer();
  if (!praise.to) return null;
  const mine = praise.to.id === employee.id;
  return (
    <div className={styles.strip}>
      {praise.state === 'waiting' ? (
        mine ? (
          <Asked post={post} praise={praise} />
        ) : (
          <Waiting praise={praise} name={praise.to.name} />
        )
      ) : mine ? (
        <Shown post={post} praise={praise} />
      ) : (
        <Notice icon="valuable">
          <For name={praise.to.name} />
        </Notice>
      )}
    </div>
  );
}

function For({ name }: { name: string }) {
  return <Trans>Praise for {name}.</Trans>;
}

function Waiting({ praise: { intended }, name }: { praise: PraiseFragment; name: string }) {
  const label = intended?.label;
  return (
    <Notice icon="lock" title={<Trans>Between you and {name}.</Trans>}>
      <Trans>
        Written for {label}. It is shown there if {name} lets it be, and stays between you two otherwise.
      </Trans>
    </Notice>
  );
}

/** To whom it would be shown, and one button: whoever would rather not does nothing. */
function Asked({ post, praise: { intended, allowed } }: PraiseStripProps) {
  const [show, { loading, error }] = useMutation(LetPraiseBeShownDocument);
  const { name } = post.author;
  const label = intended?.label;
  const letIt = () =>
    void show({ variables: { input: { postId: post.id, version: post.version } } }).catch(() => undefined);
  return (
    <>
      <Notice
        icon="lock"
        title={<Trans>Only you and {name} read this.</Trans>}
        actions={
          allowed.includes('let') && (
            <Button size="xs" loading={loading} onClick={letIt}>
              <Trans>Let it be shown</Trans>
            </Button>
          )
        }
      >
        {!intended ? (
          <Trans>
            It was written for others to whom you do not belong any more, and stays between you two.
          </Trans>
        ) : intended.untold ? (
          <Trans>{name} does not say who else would read it.</Trans>
        ) : (
          <>
            <Trans>It was written for {label}.</Trans>{' '}
            <Plural
              value={intended.count}
              one="# person reads it once you let it be shown."
              other="# people read it once you let it be shown."
            />
          </>
        )}{' '}
        {intended && <Trans>If you would rather not, do nothing: nobody learns of it.</Trans>}
      </Notice>
      <Failed error={error} />
    </>
  );
}

function Shown({ post, praise: { allowed } }: PraiseStripProps) {
  const [asking, setAsking] = useState(false);
  const [take, { loading, error }] = useMutation(TakePraiseBackDocument, {
    variables: { postId: post.id },
    update: () => removePost(post.id),
  });
  const { name } = post.author;
  const actions = asking ? (
    <>
      <Button size="xs" loading={loading} onClick={() => void take().catch(() => undefined)}>
        <Trans>Take it back</Trans>
      </Button>
      <Button size="xs" onClick={() => setAsking(false)}>
        <Trans>Leave it</Trans>
      </Button>
    </>
  ) : (
    allowed.includes('take_back') && (
      <Button size="xs" onClick={() => setAsking(true)}>
        <Trans>Take it back</Trans>
      </Button>
    )
  );
  return (
    <>
      <Notice icon="valuable" title={<Trans>Praise for you.</Trans>} actions={actions}>
        {asking && (
          <Trans>
            It is gone then for everybody but {name}, with what was said below it, and {name} sees that. It
            cannot be shown again.
          </Trans>
        )}
      </Notice>
      <Failed error={error} />
    </>
  );
}

function Failed({ error }: { error: Error | undefined }) {
  if (!error) return null;
  return (
    <div className={styles.failure}>
      <FailureNotice error={error} />
    </div>
  );
}
