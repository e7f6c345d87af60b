import { useQuery } from '@apollo/client/react';
import { CardBones, Empty, Icon, Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { SearchDocument, type SearchQuery } from '../generated/graphql';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { CommunityFound, PersonFound, SaidFound } from './found';
import { Operators } from './operators';
import styles from './search.module.css';
import { useSearched } from './searched';

type Hit = SearchQuery['search']['nodes'][number];

/** Everything that can be found: people and communities by name, then what was said, the newest first. */
export function SearchScreen() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { searched, asSearched } = useSearched();
  const { data, error, loading, refetch, fetchMore } = useQuery(SearchDocument, {
    variables: { query: searched },
    skip: searched === '',
    fetchPolicy: 'cache-and-network',
  });
  const found = searched === '' ? undefined : data?.search;
  return (
    <>
      <Head name={t`Search`} rule={<Trans>Names first, then the newest · only what you may see</Trans>} />
      <Field key={searched} searched={searched} onSearch={(words) => void navigate(asSearched(words))} />
      <div role="status" className={styles.status}>
        {loading && !found && <span className={styles.unseen}>{t`Searching`}</span>}
      </div>
      {error && (
        <FailureNotice
          error={error}
          // What is wrong with the words is as wrong the second time.
          {...(failureOf(error).code.startsWith('search.')
            ? {}
            : { onRetry: () => void refetch().catch(() => undefined) })}
        />
      )}
      {loading && !found && <CardBones label={t`Searching`} />}
      {searched === '' && (
        <Empty
          title={<Trans>What are you looking for?</Trans>}
          step={
            <Button component={Link} to="/people">
              <Trans>Everybody, by name</Trans>
            </Button>
          }
        >
          <Trans>
            People, communities, posts and comments. What you look for stays in this tab and is told to
            nobody.
          </Trans>
        </Empty>
      )}
      {found && found.nodes.length === 0 && !found.pageInfo.hasNextPage && !error && (
        <Empty title={<Trans>Nothing that you may see</Trans>}>
          <Trans>
            Texts are found by whole words, names by their beginnings. Try fewer words, or another form of
            one.
          </Trans>
        </Empty>
      )}
      {found && !error && <Results hits={found.nodes} />}
      {!error && (
        <MoreButton page={found?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
      )}
      <Ambient>
        <Panel title={<Trans>How to search</Trans>}>
          <Operators />
        </Panel>
      </Ambient>
    </>
  );
}

function Field({ searched, onSearch }: { searched: string; onSearch: (words: string) => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState(searched);
  const field = useRef<HTMLInputElement>(null);
  // Whoever comes without words comes to type some.
  useEffect(() => {
    if (searched === '') field.current?.focus();
  }, [searched]);
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') onSearch(words.trim());
  };
  return (
    <search>
      <form className={styles.ask} onSubmit={search}>
        <TextInput
          ref={field}
          data-search-field
          type="search"
          autoComplete="off"
          maxLength={1000}
          aria-label={t`Search`}
          aria-describedby="search-operators"
          placeholder={t`Words, a name, "a phrase"`}
          leftSection={<Icon name="search" small />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" className={styles.go}>
          <Trans>Search</Trans>
        </Button>
        <p id="search-operators" className={styles.hint}>
          <Trans>
            Also <code>from:bill</code> <code>in:design</code> <code>kind:post</code>{' '}
            <code>before:2026-11-01</code> <code>topic:pumps</code> <code>has:link</code>{' '}
            <code>-without</code>
          </Trans>
        </p>
      </form>
    </search>
  );
}

/** By kind, each in the order in which it was found. */
function Results({ hits }: { hits: readonly Hit[] }) {
  const { t } = useLingui();
  const people = hits.flatMap(({ node, excerpt }) =>
    node.__typename === 'Employee' ? [{ node, excerpt }] : [],
  );
  const communities = hits.flatMap(({ node, excerpt }) =>
    node.__typename === 'Community' ? [{ node, excerpt }] : [],
  );
  const said = hits.flatMap(({ node, excerpt }) =>
    node.__typename === 'Post' || node.__typename === 'Comment' ? [{ node, excerpt }] : [],
  );
  return (
    <>
      {people.length > 0 && (
        <section aria-label={t`People`}>
          <h2 className={styles.heading}>{t`People`}</h2>
          <ul className={styles.list}>
            {people.map(({ node, excerpt }) => (
              <PersonFound key={node.id} person={node} excerpt={excerpt} />
            ))}
          </ul>
        </section>
      )}
      {communities.length > 0 && (
        <section aria-label={t`Communities`}>
          <h2 className={styles.heading}>{t`Communities`}</h2>
          <ul className={styles.list}>
            {communities.map(({ node, excerpt }) => (
              <CommunityFound key={node.id} community={node} excerpt={excerpt} />
            ))}
          </ul>
        </section>
      )}
      {said.length > 0 && (
        <section aria-label={t`Posts and comments`}>
          <h2 className={styles.heading}>{t`Posts and comments`}</h2>
          {said.map(({ node, excerpt }) => (
            <SaidFound key={node.id} said={node} excerpt={excerpt} />
          ))}
        </section>
      )}
    </>
  );
}
