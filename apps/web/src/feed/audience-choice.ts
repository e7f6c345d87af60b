import type { AudiencePartInput, AudiencePartKind } from '../generated/graphql';

/** One part of an audience as it is chosen: enough to name it before the server has counted. */
export interface PartChoice {
  kind: AudiencePartKind;
  id: string | null;
  name: string;
  count: number;
}

export function sameChoice(one: PartChoice, other: PartChoice): boolean {
  return one.kind === other.kind && one.id === other.id;
}

/**
 * The union after choosing one more part, or leaving a chosen one out. The organisation contains its departments, and
 * a department with those below contains itself: the part that would say nothing is dropped. A circle goes with people and other
 * circles only, so what does not go together is left out, too.
 */
export function toggled(parts: readonly PartChoice[], choice: PartChoice): PartChoice[] {
  if (parts.some((part) => sameChoice(part, choice)))
    return parts.filter((part) => !sameChoice(part, choice));
  if (choice.kind === 'organisation') return [choice];
  return [...parts.filter((part) => !replaces(choice, part) && goWith(choice, part)), choice];
}

function replaces(choice: PartChoice, part: PartChoice): boolean {
  if (part.kind === 'organisation') return true;
  const departments = ['department', 'department_below'];
  return departments.includes(choice.kind) && departments.includes(part.kind) && choice.id === part.id;
}

function goWith(one: PartChoice, other: PartChoice): boolean {
  const kinds = [one.kind, other.kind];
  return !kinds.includes('circle') || kinds.every((kind) => kind === 'circle' || kind === 'person');
}

export function inputOf(parts: readonly PartChoice[]): AudiencePartInput[] {
  return parts.map(({ kind, id }) => (id === null ? { kind } : { kind, id }));
}

/** Why the parts add up to more than the people: those in several are counted once. */
export interface Sum {
  /** The parts together, people in several counted several times. */
  added: number;
  count: number;
  /** Exactly how many people are in both, known for two parts only; otherwise null. */
  inBoth: number | null;
}

export function sumOf(audience: { count: number; parts: readonly { count: number }[] }): Sum | null {
  const added = audience.parts.reduce((sum, part) => sum + part.count, 0);
  if (audience.parts.length < 2 || added <= audience.count) return null;
  return {
    added,
    count: audience.count,
    inBoth: audience.parts.length === 2 ? added - audience.count : null,
  };
}

/** The parts that bring every outsider, if those are people chosen by name: then they can be left out by name. */
export function outsidersByName<P extends { kind: AudiencePartKind; outside: number }>(audience: {
  outside: number;
  parts: readonly P[];
}): P[] | null {
  const byName = audience.parts.filter((part) => part.kind === 'person' && part.outside > 0);
  const others = audience.parts.some((part) => part.kind !== 'person' && part.outside > 0);
  return audience.outside > 0 && !others && byName.length < audience.parts.length ? byName : null;
}
