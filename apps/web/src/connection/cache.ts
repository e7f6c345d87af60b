import { InMemoryCache, type Reference } from '@apollo/client';

interface Page {
  nodes: Reference[];
  pageInfo: unknown;
}

/** Pages of one list joined: a page without `after` starts it anew, a node seen before keeps its place. */
const joined = {
  merge(
    existing: Page | undefined,
    incoming: Page,
    { args }: { args: Record<string, unknown> | null },
  ): Page {
    if (!existing || !args?.['after']) return incoming;
    const seen = new Set(existing.nodes.map((node) => node.__ref));
    return {
      ...incoming,
      nodes: [...existing.nodes, ...incoming.nodes.filter((node) => !seen.has(node.__ref))],
    };
  },
};

/** Readers have no id of their own: they are told apart by the employee. */
interface ReaderPage {
  nodes: { employee: Reference }[];
  pageInfo: unknown;
}
const readers = {
  merge(
    existing: ReaderPage | undefined,
    incoming: ReaderPage,
    { args }: { args: Record<string, unknown> | null },
  ): ReaderPage {
    if (!existing || !args?.['after']) return incoming;
    const seen = new Set(existing.nodes.map((node) => node.employee.__ref));
    const added = incoming.nodes.filter((node) => !seen.has(node.employee.__ref));
    return { ...incoming, nodes: [...existing.nodes, ...added] };
  },
};

/** Nodes that have no identity in the cache are simply put behind one another. */
const appended = {
  merge<Node>(
    existing: { nodes: Node[] } | undefined,
    incoming: { nodes: Node[] },
    { args }: { args: Record<string, unknown> | null },
  ) {
    if (!existing || !args?.['after']) return incoming;
    return { ...incoming, nodes: [...existing.nodes, ...incoming.nodes] };
  },
};

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          search: { keyArgs: ['query'], ...appended },
          waitingPledges: { keyArgs: ['first'], ...joined },
          unanswered: { keyArgs: ['communityId', 'first'], ...joined },
          feed: { keyArgs: ['communityId', 'authorId'], ...joined },
          employees: { keyArgs: ['search', 'departmentId', 'first'], ...joined },
          communities: { keyArgs: ['mine'], ...joined },
          askedOfMe: { keyArgs: false, ...joined },
          myConsents: { keyArgs: false, ...joined },
          itemsOfMine: { keyArgs: ['requestId', 'fieldKey'], ...appended },
          leftAboutMe: { keyArgs: false, ...appended },
          lookedAtMe: { keyArgs: false, ...joined },
          recipients: { keyArgs: ['status'], ...joined },
          openings: { keyArgs: ['status', 'recipientId'], ...joined },
          disclosures: { keyArgs: ['status'], ...joined },
          logEntries: { keyArgs: ['filter'], ...joined },
          audienceReaders: { keyArgs: ['parts', 'search'], ...readers },
        },
      },
      Post: {
        fields: { comments: { keyArgs: false, ...joined }, readers: { keyArgs: ['search'], ...readers } },
      },
      Community: {
        fields: {
          members: { keyArgs: false, ...joined },
          requests: { keyArgs: false, ...appended },
          invitations: { keyArgs: false, ...appended },
        },
      },
      Circle: { fields: { people: { keyArgs: false, ...joined } } },
      // The same community, as little of it as whoever is asked in may know.
      InvitingCommunity: { keyFields: false },
      // Has no id: the strip asks for a part of it, its panel for all.
      Marking: { merge: true },
      Announcement: { merge: true },
      Pledge: { merge: true },
      Question: { merge: true },
      // One per session: an answer to a mutation is then the viewer on the screen.
      Viewer: { keyFields: ['sessionId'] },
      CatalogueField: { keyFields: ['key'] },
      PurposePolicy: { keyFields: ['purpose'] },
      LookEntry: { keyFields: ['eventId'] },
      LogEntry: { keyFields: ['eventId'] },
      // The same post answers two requests differently.
      ConsentItem: { keyFields: false },
      Organisation: { keyFields: false, merge: true },
      // Their ids name a department or a person, not the part: the same id stands for two kinds with two counts.
      Audience: { keyFields: false, merge: true },
      AudiencePart: { keyFields: false },
      AudienceOption: { keyFields: false },
    },
  });
}
