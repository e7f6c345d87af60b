import { AudiencePartKind, type GroupKind } from '@courtyard/people';
import type { Gate } from '@courtyard/records';
import { Circle } from './circle.entity.js';
import { circlePolicy } from './circle.policy.js';

/** As many as one person has. */
export const MOST_CIRCLES = 50;

/** Circles as parts of an audience: their owner writes to them, and to anybody else they are not there. */
export function circleGroups(gate: Gate): GroupKind {
  return {
    kinds: [AudiencePartKind.circle],
    entity: Circle,
    addressable: async (actor, ids) => {
      const rows = await Promise.all(ids.map((id) => gate.load(actor, circlePolicy, 'read', id)));
      return new Set(rows.flatMap((row) => (row ? [row.id] : [])));
    },
    options: async (actor, words, first) => {
      const { rows } = await gate.list(actor, circlePolicy, 'read', {
        order: { by: 'nameFolded', direction: 'asc' },
        first: MOST_CIRCLES,
      });
      const meant = rows.filter(({ nameFolded }) => {
        const own = nameFolded.split(' ');
        return words.every((word) => own.some((mine) => mine.startsWith(word)));
      });
      return meant
        .slice(0, first)
        .map(({ id, name }) => ({ kind: AudiencePartKind.circle, id, name, detail: null }));
    },
  };
}
