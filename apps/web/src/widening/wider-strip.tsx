import { useMutation, useQuery } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import stripStyles from '../feed/names-strip.module.css';
import { type PostCardFragment, PostWiderDocument, WidenPostDocument } from '../generated/graphql';

/** Below one's own post that people who came since do not see. It waits, and asks before it shows anything. */
export default function WiderStrip({ post }: { post: PostCardFragment }) {
  const [asked, setAsked] = useState(false);
  const { data } = useQuery(PostWiderDocument, {
    variables: { id: post.id },
    fetchPolicy: 'cache-and-network',
  });
  const [widen, { loading, error }] = useMutation(WidenPostDocument, { variables: { id: post.id } });
  const wider = data?.node.__typename === 'Post' ? data.node.wider : null;
  const more = (wider?.count ?? 0) - post.audience.count;
  if (!wider || more <= 0) return null;
  return (
    <div className={stripStyles.strip}>
      <Notice
        icon="people"
        title={
          <Plural
            value={more}
            one="One person came since you said this, and does not see it."
            other="# people came since you said this, and do not see it."
          />
        }
        actions={
          asked ? (
            <>
              <Button size="xs" loading={loading} onClick={() => void widen().catch(() => undefined)}>
                <Plural value={wider.count} one="Show it · # person" other="Show it · # people" />
              </Button>
              <Button size="xs" onClick={() => setAsked(false)}>
                <Plural
                  value={post.audience.count}
                  one="Leave it as it is · # person"
                  other="Leave it as it is · # people"
                />
              </Button>
            </>
          ) : (
            <Button size="xs" onClick={() => setAsked(true)}>
              <Trans>Show it to them</Trans>
            </Button>
          )
        }
      >
        {asked ? (
          <Trans>
            Your words of today would reach {wider.label}. Earlier wordings stay where they were, and so does
            each comment until its author shows it. What was read cannot be taken back.
          </Trans>
        ) : (
          <Trans>It was said to whoever was there then. Only you can show it to more people.</Trans>
        )}
        {error && <FailureNotice error={error} />}
      </Notice>
    </div>
  );
}
