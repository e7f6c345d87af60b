import { useApolloClient, useQuery } from '@apollo/client/react';
import { topicName } from '@courtyard/writing';
import { useMemo } from 'react';
import { MentionableDocument } from '../generated/graphql';
import type { Asked } from './asked';

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  /** The node that takes the place of what was typed. */
  readonly node: { readonly type: 'mention' | 'topic'; readonly attrs: object };
}

const MOST = 6;

/**
 * What may be meant: people of the directory, as the author finds them anywhere, and topics of what was read in this tab. The server keeps no
 * list of topics, counts none and is not asked for any.
 */
export function useSuggestions(asked: Asked | null): readonly Suggestion[] {
  const search = asked?.kind === 'person' ? asked.query.replace(/[._]/g, ' ').trim() : '';
  const { data } = useQuery(MentionableDocument, {
    variables: { search },
    skip: search === '',
  });
  // Nobody of an earlier beginning: one would be chosen for another.
  const people = search === '' ? [] : (data?.employees.nodes ?? []);
  const topics = useTopics(asked?.kind === 'topic' ? asked.query : null);
  if (asked?.kind === 'topic') return topics;
  return people.map(({ id, name, title, department }) => ({
    key: id,
    label: name,
    detail: [title, department?.name].filter(Boolean).join(', '),
    node: { type: 'mention', attrs: { id, label: name } },
  }));
}

function useTopics(query: string | null): readonly Suggestion[] {
  const { cache } = useApolloClient();
  return useMemo(() => {
    const typed = query === null ? null : topicName(query);
    if (typed === null) return [];
    const begun = typed.toLowerCase();
    const read = topicsRead(cache.extract()).filter((name) => name.toLowerCase().startsWith(begun));
    const names = [typed, ...read.filter((name) => name.toLowerCase() !== begun)];
    return names.slice(0, MOST).map((name) => ({
      key: name,
      label: `#${name}`,
      node: { type: 'topic', attrs: { name } },
    }));
  }, [cache, query]);
}

const TOPIC = /\{"type":"topic","attrs":\{"name":("[^"\\]+")\}\}/g;

/** By name, so that nothing tells how often. */
function topicsRead(cached: unknown): string[] {
  const names = new Map<string, string>();
  for (const row of Object.values(cached as Record<string, { document?: unknown } | undefined>)) {
    if (typeof row?.document !== 'string') continue;
    for (const [, json] of row.document.matchAll(TOPIC)) {
      const name = JSON.parse(json as string) as string;
      if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
    }
  }
  return [...names.values()].sort((one, other) => one.localeCompare(other));
}
