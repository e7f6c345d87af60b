import { type AudienceGroup, AudiencePartKind } from './audience.entity.js';

/** More parts than this are a number. */
const MOST_NAMED = 3;

/** "Design + Bill", "Kessler Pumps", "Design and below + Sales + Bill + 4". */
export function audienceLabel(
  parts: readonly Pick<AudienceGroup, 'kind' | 'name'>[],
  language: string | null,
): string {
  const below = language === 'de' ? 'und darunter' : 'and below';
  const names = parts
    .slice(0, MOST_NAMED)
    .map(({ kind, name }) => (kind === AudiencePartKind.department_below ? `${name} ${below}` : name));
  if (parts.length > MOST_NAMED) names.push(String(parts.length - MOST_NAMED));
  return names.join(' + ');
}
