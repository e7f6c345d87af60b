import { useApolloClient, useMutation } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { failureOf } from '../failure/failure';
import { type PostCardFragment, PostNowDocument, RevisePostDocument } from '../generated/graphql';
import { Rewrite } from './rewrite';

/** Editing one's own post in its place. */
export default function RevisePost({ post, onDone }: { post: PostCardFragment; onDone: () => void }) {
  const { t } = useLingui();
  const client = useApolloClient();
  const [revise] = useMutation(RevisePostDocument);
  return (
    <Rewrite
      label={t`Your post`}
      body={post.body}
      document={post.document}
      mentions={post.mentions}
      version={post.version}
      onDone={onDone}
      save={async (document, version) => {
        await revise({ variables: { input: { id: post.id, version, document } } });
      }}
      readNow={async () => {
        const { data } = await client.query({
          query: PostNowDocument,
          variables: { id: post.id },
          fetchPolicy: 'network-only',
        });
        if (data?.node.__typename !== 'Post') throw failureOf(null);
        return data.node;
      }}
    />
  );
}
