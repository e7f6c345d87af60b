import { Icon } from '@courtyard/ui';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AudienceMark } from '../feed/audience-mark';
import { Byline } from '../feed/byline';
import type { CommunityCardFragment, PersonFragment, SearchQuery } from '../generated/graphql';
import { When } from '../language/when';
import { PersonRow } from '../people/person-row';
import { openLens } from '../shell/lens-store';
import styles from './search.module.css';

type Hit = SearchQuery['search']['nodes'][number];
type Excerpt = Hit['excerpt'];
export type Said = Extract<Hit['node'], { __typename: 'Post' | 'Comment' }>;

/** Text, with what was searched for marked: parts of plain text, never markup. */
export function Marked({ excerpt }: { excerpt: Excerpt }) {
  return excerpt.map(({ text, matched }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    matched ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}

export function PersonFound({ person, excerpt }: { person: PersonFragment; excerpt: Excerpt }) {
  const isName = excerpt.map(({ text }) => text).join('') === person.name;
  return <PersonRow person={person} {...(isName ? { name: <Marked excerpt={excerpt} /> } : {})} />;
}

export function CommunityFound({
  community,
  excerpt,
}: {
  community: CommunityCardFragment;
  excerpt: Excerpt;
}) {
  const text = excerpt.map((part) => part.text).join('');
  return (
    <li className={styles.community}>
      <Icon name="communities" />
      <div>
        <Link to="/communities/$communityId" params={{ communityId: community.id }}>
          {text === community.name ? <Marked excerpt={excerpt} /> : community.name}
        </Link>
        <p>{text === community.name ? community.purpose : <Marked excerpt={excerpt} />}</p>
        <p className={styles.facts}>
          <Plural value={community.memberCount} one="# member" other="# members" />
        </p>
      </div>
    </li>
  );
}

/** A post, or a comment with the post it stands below: who, to whom, when, and where the words stand. */
export function SaidFound({ said, excerpt }: { said: Said; excerpt: Excerpt }) {
  const isPost = said.__typename === 'Post';
  const postId = isPost ? said.id : said.post?.id;
  const audience = isPost ? said.audience : said.post?.audience;
  const when = <When at={isPost ? said.publishedAt : said.createdAt} />;
  return (
    <article className={styles.said} data-card tabIndex={-1}>
      <Byline
        author={said.author}
        facts={[
          isPost ? <Trans key="kind">Update</Trans> : <Trans key="kind">Comment</Trans>,
          postId ? (
            <Link key="time" to="/post/$postId" params={{ postId }}>
              {when}
            </Link>
          ) : (
            when
          ),
        ]}
        end={
          audience && (
            <AudienceMark
              audience={audience}
              {...(postId ? { onOpen: () => openLens({ kind: 'post', id: postId }) } : {})}
            />
          )
        }
      />
      <p className={styles.excerpt} dir="auto">
        <Marked excerpt={excerpt} />
      </p>
    </article>
  );
}
