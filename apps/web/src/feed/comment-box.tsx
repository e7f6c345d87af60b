import { useMutation } from '@apollo/client/react';
import { Avatar } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { AddCommentDocument, type PostCardFragment } from '../generated/graphql';
import { useViewer } from '../session/viewer';
import { longestBody } from './draft';
import styles from './thread.module.css';
import { useDraft } from './use-draft';
import { addComment } from './use-thread-live';

const toTheSame: never[] = [];

/** One's own comment. The words stay in the tab until the server has them. */
export function CommentBox({ post }: { post: PostCardFragment }) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const { draft, change, finish, renew } = useDraft(`thread.${post.id}`, toTheSame);
  const [add, { loading }] = useMutation(AddCommentDocument);
  const [failure, setFailure] = useState<unknown>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === 'comment') box.current?.focus();
  }, [hash]);

  const body = draft.body.trim();
  const ready = body !== '' && body.length <= longestBody;
  const deliver = async (key: string) => {
    setFailure(null);
    try {
      const { data } = await add({ variables: { input: { idempotencyKey: key, postId: post.id, body } } });
      if (data) addComment(post.id, data.addComment);
      finish();
      box.current?.focus();
    } catch (error) {
      setFailure(error);
    }
  };
  const submit = () => {
    if (ready && !loading) void deliver(draft.key);
  };
  const arrived = failure !== null && failureOf(failure).code === 'conflict.idempotency_key_reused';

  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Avatar
        name={employee.name}
        color={employee.department?.color}
        photoUrl={employee.photoUrl}
        size="small"
      />
      <div>
        <Textarea
          ref={box}
          id="comment"
          autosize
          minRows={1}
          maxRows={16}
          data-lens-return
          aria-label={t`Your comment`}
          placeholder={t`Comment`}
          value={draft.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            submit();
          }}
        />
        {failure !== null && (
          <FailureNotice
            error={failure}
            actions={
              arrived && (
                <Button size="xs" onClick={() => void deliver(renew())}>
                  <Trans>Post these words as well</Trans>
                </Button>
              )
            }
          />
        )}
        {(draft.body !== '' || loading) && (
          <div className={styles.send}>
            <span role="status">
              {loading ? (
                <Trans>Sending…</Trans>
              ) : body.length > longestBody ? (
                <Plural
                  value={body.length - longestBody}
                  one="# character too many"
                  other="# characters too many"
                />
              ) : post.audience.untold ? (
                <Trans>Whoever else it was shared with can read it, and sees your name.</Trans>
              ) : (
                <Plural value={post.audience.count} one="# person can read it" other="# people can read it" />
              )}
            </span>
            <Button type="submit" variant="filled" size="xs" disabled={!ready} loading={loading}>
              <Trans>Comment</Trans>
            </Button>
          </div>
        )}
      </div>
    </form>
  );
}
