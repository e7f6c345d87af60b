import type { EmployeeActor } from '@courtyard/access';
import { AudiencePartKind, type GroupKind } from '@courtyard/people';
import type { Gate, Page } from '@courtyard/records';
import { Community, CommunityAccess } from './community.entity.js';
import { communityPolicy } from './community.policy.js';
import { isArchived } from './looking-after.js';

/** The gate's largest page; few people are in more communities. */
const PORTION = 100;

/** Communities as parts of an audience: a member may write to theirs. */
export function communityGroups(gate: Gate): GroupKind {
  const addressed = async (actor: EmployeeActor, ids: readonly string[]) => {
    const rows = await Promise.all(ids.map((id) => gate.load(actor, communityPolicy, 'address', id)));
    return rows.filter((row) => row !== null);
  };
  return {
    kinds: [AudiencePartKind.community],
    entity: Community,
    addressable: async (actor, ids) => new Set((await addressed(actor, ids)).map(({ id }) => id)),
    secret: async (actor, ids) => {
      const rows = await addressed(actor, ids);
      return new Set(rows.filter(({ access }) => access === CommunityAccess.hidden).map(({ id }) => id));
    },
    options: async (actor, words, first) => {
      const matching: Community[] = [];
      for (let after: string | null = null, more = true; more && matching.length < first; ) {
        const page: Page<Community> = await gate.list(actor, communityPolicy, 'address', {
          order: { by: 'nameFolded', direction: 'asc' },
          first: PORTION,
          after,
        });
        matching.push(...page.rows.filter((row) => !isArchived(row) && hasWords(row.nameFolded, words)));
        after = page.endCursor;
        more = page.hasNextPage;
      }
      const option = ({ id, name, purpose }: Community) => ({
        kind: AudiencePartKind.community,
        id,
        name,
        detail: purpose || null,
      });
      return matching.slice(0, first).map(option);
    },
  };
}

function hasWords(nameFolded: string, words: readonly string[]): boolean {
  const own = nameFolded.split(' ');
  return words.every((word) => own.some((mine) => mine.startsWith(word)));
}
