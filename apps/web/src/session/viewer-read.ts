import { client } from '../connection/client';
import { MeDocument, type MeQuery } from '../generated/graphql';

export type Viewer = MeQuery['me'];

/** Who is signed in, from the cache where it is known; throws `auth.signed_out`. */
export async function readViewer(): Promise<Viewer> {
  const { data } = await client.query({ query: MeDocument });
  if (!data) throw new TypeError('no answer');
  return data.me;
}

/** Who is signed in as far as this page knows, without asking. */
export function knownViewer(): Viewer | undefined {
  return client.readQuery({ query: MeDocument })?.me;
}
