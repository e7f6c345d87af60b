import { useMutation, useQuery } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import {
  AcknowledgeDocument,
  type AnnouncementFragment,
  AnnouncementReadDocument,
  type PostCardFragment,
  RemindDocument,
} from '../generated/graphql';
import { numberWords } from '../language/time';
import { useViewer } from '../session/viewer';
import styles from './announcement-strip.module.css';

export interface AnnouncementStripProps {
  post: PostCardFragment;
  announcement: AnnouncementFragment;
}

/** Below the words: whoever it reaches says that they have read it, and its author sees how many did, in tens. */
export default function AnnouncementStrip({ post, announcement }: AnnouncementStripProps) {
  const { employee } = useViewer();
  const own = post.author.id === employee.id;
  return (
    <div className={styles.strip}>
      {own ? (
        <Author post={post} announcement={announcement} />
      ) : (
        <Reader post={post} announcement={announcement} />
      )}
    </div>
  );
}

function Reader({ post, announcement }: AnnouncementStripProps) {
  const [acknowledge, { loading, error }] = useMutation(AcknowledgeDocument, {
    variables: { postId: post.id },
  });
  if (announcement.acknowledged)
    return (
      <Notice icon="check">
        <Trans>You said that you have read this. Nobody is told that it was you.</Trans>
      </Notice>
    );
  if (!announcement.allowed.includes('acknowledge')) return null;
  return (
    <>
      <Notice
        icon="eye"
        actions={
          <Button size="xs" loading={loading} onClick={() => void acknowledge().catch(() => undefined)}>
            <Trans>I have read this</Trans>
          </Button>
        }
      >
        <Trans>
          You are asked to say that you have read this. How many did is told in tens; who they are is told to
          nobody.
        </Trans>
      </Notice>
      <Failure error={error} />
    </>
  );
}

function Author({ post, announcement }: AnnouncementStripProps) {
  const { i18n } = useLingui();
  const { data } = useQuery(AnnouncementReadDocument, {
    variables: { id: post.id },
    fetchPolicy: 'cache-and-network',
  });
  const [remind, { loading, error }] = useMutation(RemindDocument, { variables: { postId: post.id } });
  const count = data?.node.__typename === 'Post' ? (data.node.announcement?.readCount ?? null) : null;
  const read = count === null ? '' : numberWords(count, i18n.locale);
  const reminded = announcement.remindedOn === new Date().toISOString().slice(0, 10);
  return (
    <>
      <Notice
        icon="eye"
        actions={
          announcement.allowed.includes('remind') &&
          !reminded && (
            <Button size="xs" loading={loading} onClick={() => void remind().catch(() => undefined)}>
              <Trans>Remind who has not</Trans>
            </Button>
          )
        }
      >
        {count === null ? (
          <Trans>
            Until yesterday fewer than ten have read it, or it reaches too few to say. Who they are is told to
            nobody, not to you either.
          </Trans>
        ) : (
          <Trans>
            Until yesterday {read} or more have read it. Who they are is told to nobody, not to you either.
          </Trans>
        )}
        {reminded && ' '}
        {reminded && <Trans>You reminded today.</Trans>}
      </Notice>
      <Failure error={error} />
    </>
  );
}

function Failure({ error }: { error: unknown }) {
  return error ? (
    <div className={styles.failure}>
      <FailureNotice error={error} />
    </div>
  ) : null;
}
