import { type AudienceGroup, AudiencePartKind } from './audience.entity.js';

/** More parts than this are a number. */
const MOST_NAMED = 3;

/** What stands for the name of a circle that is no more. */
export const NO_NAME = '—';

type Named = Pick<AudienceGroup, 'kind' | 'name'>;

/** "Design + Bill", "Kessler Pumps", "Design and below + Sales + Bill + 4". */
export function audienceLabel(parts: readonly Named[], language: string | null): string {
  const below = language === 'de' ? 'und darunter' : 'and below';
  const names = parts
    .slice(0, MOST_NAMED)
    .map((part) =>
      part.kind === AudiencePartKind.department_below ? `${part.name} ${below}` : partName(part, language),
    );
  if (parts.length > MOST_NAMED) names.push(String(parts.length - MOST_NAMED));
  return names.join(' + ');
}

/** How one part is called; a circle that is no more has no name left. */
export function partName({ kind, name }: Named, language: string | null): string {
  if (kind !== AudiencePartKind.circle || name !== NO_NAME) return name;
  return language === 'de' ? 'Ein früherer Kreis' : 'A former circle';
}

/** What whoever is no author of it is told of the audience of something shared privately. */
export function untoldLabel(language: string | null): string {
  return language === 'de' ? 'Mit dir geteilt' : 'Shared with you';
}
