import './audience.errors.js';
import { allows, type EmployeeActor, keys as heldKeys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId, toNodeId } from '@courtyard/graphql';
import { along, type Companion, Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { employeePolicy } from '../employee/employee.policy.js';
import { Introductions } from '../employee/introductions.service.js';
import { language } from '../facts.js';
import { searchedWords } from '../name.js';
import { type AudienceGroup, AudiencePartKind } from './audience.entity.js';
import type { AudiencePartInput } from './audience.input.js';
import { audiencePolicy } from './audience.policy.js';
import type {
  Audience,
  AudienceNewcomers,
  AudienceOption,
  AudiencePart,
  AudienceReader,
} from './audience.view.js';
import { AudienceCounts } from './audience-counts.js';
import { allRest, type Group, newestKeys, rests } from './audience-keys.js';
import { audienceLabel, partName, untoldLabel } from './audience-label.js';
import type { GroupKind } from './group-kind.js';
import { houseGroups } from './house-groups.js';

export const MOST_PARTS = 20;
/** More newcomers are a number. */
const MOST_NEWCOMERS = 20;
const NOBODY = { rows: [], endCursor: null, hasNextPage: false };
/** Up to here an audience is listed from its holders; beyond, along the directory's order. */
const FEW_HOLDERS = 5_000;

/** All holders, and the guests and integrations among them. */
export type HolderNumbers = Pick<AudienceGroup, 'holders' | 'outside'>;

export interface ReaderQuery {
  readonly search?: string | null;
  readonly first: number;
  readonly after?: string | null;
}

/**
 * The lens: who sees what, before and after it is written.
 *
 * 1. `resolve` is the only way from what a client names to keys; it judges each part.
 * 2. `describe`, `readers` take keys that `resolve` gave, or that a row carried through to which the actor was let: who may see
 *    a thing may see its audience, with names and titles.
 * 3. Counts are exact and of distinct people.
 * 4. Where a part may not be named to somebody, nothing is told them of the whole audience: neither the other parts, nor a
 *    number, nor a name. Such a part is a circle, and whoever may not name it is not its owner.
 */
@Injectable()
export class AudienceDirectory {
  private readonly groupKinds: GroupKind[];
  private readonly counts: AudienceCounts;
  private readonly loaders = new WeakMap<EmployeeActor, DataLoader<readonly string[], Audience, string>>();

  private readonly numberLoaders = new WeakMap<EmployeeActor, DataLoader<Group, HolderNumbers>>();

  constructor(
    private readonly gate: Gate,
    private readonly introductions: Introductions,
  ) {
    this.groupKinds = [...houseGroups(gate)];
    this.counts = new AudienceCounts(gate);
  }

  /** Adds a kind of group that another library keeps; before people, who are offered last. */
  registerGroupKind(groupKind: GroupKind): void {
    const taken = groupKind.kinds.find((kind) => this.groupKinds.some(({ kinds }) => kinds.includes(kind)));
    if (taken) throw new Error(`Audience parts of kind ${taken} are kept by another library.`);
    this.groupKinds.splice(-1, 0, groupKind);
  }

  /** Lets the groups that a list's keys stand for come along with it: see `Companion` of records. */
  static along(by: string): Companion {
    return along.each(by, audiencePolicy, 'describe');
  }

  /**
   * The keys that content for these parts carries, duplicates merged, in the order given.
   * @throws audience.empty, audience.too_many_parts, audience.unknown_part, audience.hidden_with_others,
   *   audience.circle_with_others, audience.archived
   */
  async resolve(
    actor: EmployeeActor,
    parts: readonly AudiencePartInput[],
  ): Promise<{ readonly keys: readonly string[] }> {
    if (parts.length === 0) throw new CourtyardError('audience.empty');
    if (parts.length > MOST_PARTS) throw new CourtyardError('audience.too_many_parts');
    const groups = parts.map((part) => this.groupOf(actor, part));
    // In the same moment as the groups themselves; what is found of those that are refused is told to nobody.
    const found = this.rowsOf(actor, groups);
    found.catch(() => undefined);
    await this.assertAddressable(actor, groups);
    await this.assertKeepsSecrets(actor, groups);
    assertCirclesApart(groups);
    const rows = await found;
    const keys = newestKeys(rows, groups);
    if (keys.includes(null)) throw new CourtyardError('audience.unknown_part');
    if (rows.some((row) => keys.includes(row.key) && rests(row)))
      throw new CourtyardError('audience.archived');
    return { keys: [...new Set(keys as string[])] };
  }

  /**
   * Holds until the write ends what `resolve` found before it began: a key that the author held, and was taken from them
   * since, is not theirs to address any more. Ask after the last lock that the write may have to wait for.
   * @throws audience.unknown_part, auth.signed_out
   */
  async hold(write: Write, keys: readonly string[]): Promise<void> {
    const before = write.actor.facts.set(heldKeys);
    const now = (await write.actorNow()).facts.set(heldKeys);
    if (keys.some((key) => before.has(key) && !now.has(key)))
      throw new CourtyardError('audience.unknown_part');
  }

  /**
   * By key of an earlier generation the newest key of its group, where the actor may write to it and new may be said there: whoever
   * holds the one holds the other, and so does who came since. @throws audience.hidden_with_others
   */
  async newer(actor: EmployeeActor, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', keys);
    // Who asks those in a circle to show their words to those who came tells them that it is a circle, and that it grew.
    const said = found.filter(({ kind }) => kind !== AudiencePartKind.circle);
    const groups = said.map(({ kind, groupId: id }) => ({ kind, id }));
    const rows = await this.rowsOf(actor, groups);
    const newest = newestKeys(rows, groups);
    const resting = new Set(rows.filter(rests).map(({ key }) => key));
    const grown = groups.flatMap((group, at) => {
      const [before, now] = [said[at]?.key ?? '', newest[at] ?? ''];
      return now === '' || keys.includes(now) || resting.has(now) ? [] : [{ group, before, now }];
    });
    if (grown.length === 0) return new Map();
    await this.assertKeepsSecrets(actor, groups);
    const isAddressable = await this.addressableOf(
      actor,
      grown.map(({ group }) => group),
    );
    return new Map(grown.flatMap(({ group, before, now }) => (isAddressable(group) ? [[before, now]] : [])));
  }

  /** What an audience is called and how many it is. Asked for many cards at once, it is asked once. */
  describe(actor: EmployeeActor, keys: readonly string[]): Promise<Audience> {
    let loader = this.loaders.get(actor);
    if (!loader) {
      loader = new DataLoader((sets) => this.describeAll(actor, sets), {
        cacheKeyFn: (set) => set.join(),
        // A lens is asked again after a change within one connection's life.
        cache: false,
      });
      this.loaders.set(actor, loader);
    }
    return loader.load(keys);
  }

  /** A group's keys of every generation; what reaches somebody of it they find along those they hold. Batched per request. */
  async keysOf(actor: EmployeeActor, group: Group): Promise<string[]> {
    const rows = await this.gate.loadMany(actor, audiencePolicy, 'describe', 'groupId', group.id);
    return rows.filter(({ kind }) => kind === group.kind).map(({ key }) => key);
  }

  /** Whether nothing new is said to any of these: what is archived is read only. */
  async rests(actor: EmployeeActor, keys: readonly string[]): Promise<boolean> {
    const rows = await Promise.all(keys.map((key) => this.gate.load(actor, audiencePolicy, 'describe', key)));
    return allRest(rows.filter((row) => row !== null));
  }

  /** Those of these keys along which something new may be said. */
  async awake(actor: EmployeeActor, keys: readonly string[]): Promise<string[]> {
    const rows = await Promise.all(keys.map((key) => this.gate.load(actor, audiencePolicy, 'describe', key)));
    return rows.flatMap((row) => (row && !rests(row) ? [row.key] : []));
  }

  /**
   * Who reads what was said along these keys. Who is in a community is listed to whoever is in it, and not to those whom another part
   * reaches, nor to an author who was put out or left.
   */
  async fellowReaders(
    actor: EmployeeActor,
    keys: readonly string[],
    query: ReaderQuery,
  ): Promise<Page<AudienceReader>> {
    const groups = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', keys);
    if (!mayBeTold(actor, groups)) return NOBODY;
    const held = actor.facts.set(heldKeys);
    const told = groups.filter(({ kind, key }) => kind !== AudiencePartKind.community || held.has(key));
    return this.readers(
      actor,
      told.map(({ key }) => key),
      query,
    );
  }

  /** The people of an audience by name, each once, with the parts that reach them; nobody of one that is untold. */
  async readers(
    actor: EmployeeActor,
    keys: readonly string[],
    { search, first, after }: ReaderQuery,
  ): Promise<Page<AudienceReader>> {
    const groups = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', keys);
    if (!mayBeTold(actor, groups) || keys.length === 0) return NOBODY;
    const few = groups.reduce((sum, { holders }) => sum + holders, 0) <= FEW_HOLDERS;
    const words = searchedWords(search ?? '');
    const page = await this.gate.list(actor, employeePolicy, 'introduce', {
      ...(words.length > 0 ? { where: { nameWords: { words } } } : {}),
      heldBy: { keys, few },
      order: { by: 'nameFolded', direction: 'asc' },
      first,
      after: after ?? null,
    });
    const ids = page.rows.map(({ id }) => id);
    const held = await this.gate.holdings(actor, keys, ids);
    const names = new Map(groups.map((group) => [group.key, audienceLabel([group], languageOf(actor))]));
    const rows = page.rows.map((employee) => {
      const mine = new Set(held.get(employee.id) ?? []);
      const via = keys.filter((key) => mine.has(key)).map((key) => names.get(key) ?? '');
      return { employee: this.introductions.narrow(actor, employee), via };
    });
    return { ...page, rows };
  }

  /**
   * Who can be reached along these keys now and could not at a time before: for whoever said something then. Of who could and
   * cannot any more nothing is kept, so nothing is told.
   * @returns null where that is nobody's to know: of an audience that is untold, of a community the actor is no longer in, and of the
   *   organisation, where it would be who was hired since
   */
  async newcomers(
    actor: EmployeeActor,
    keys: readonly string[],
    at: string,
  ): Promise<AudienceNewcomers | null> {
    const groups = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', keys);
    const held = actor.facts.set(heldKeys);
    const { community, organisation } = AudiencePartKind;
    const knows = ({ kind, key }: AudienceGroup) =>
      kind !== organisation && (kind !== community || held.has(key));
    if (!mayBeTold(actor, groups) || !groups.every(knows)) return null;
    // Of every generation: whoever read it by an earlier one could read it then.
    const rows = await this.rowsOf(
      actor,
      groups.map(({ kind, groupId: id }) => ({ kind, id })),
    );
    const before = rows.map(({ key }) => key);
    const { count, ids } = await this.gate.newcomers(actor, { keys, before, at, most: MOST_NEWCOMERS });
    const people = await Promise.all(ids.map((id) => this.introductions.of(actor, id)));
    return { count, people: people.filter((one) => one !== null) };
  }

  /** What the composer offers for what somebody types: groups before people. */
  async options(actor: EmployeeActor, search: string, first: number): Promise<AudienceOption[]> {
    const words = searchedWords(search);
    const offers = await Promise.all(this.groupKinds.map((kind) => kind.options(actor, words, first)));
    const options = offers.flat().slice(0, first);
    const counts = await this.holders(actor, options);
    return options.map((option, at) => ({
      ...option,
      id: this.nodeIdOf(option),
      count: counts[at]?.holders ?? 0,
      outside: counts[at]?.outside ?? 0,
    }));
  }

  /** How many hold a group's newest key, for counts beside its name; batched per request. */
  holdersOf(actor: EmployeeActor, group: Group): Promise<HolderNumbers> {
    let loader = this.numberLoaders.get(actor);
    if (!loader) {
      loader = new DataLoader((groups) => this.holders(actor, groups), { cache: false });
      this.numberLoaders.set(actor, loader);
    }
    return loader.load(group);
  }

  private async holders(actor: EmployeeActor, groups: readonly Group[]): Promise<HolderNumbers[]> {
    const rows = await this.rowsOf(actor, groups);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    return newestKeys(rows, groups).map(
      (key) => (key === null ? undefined : byKey.get(key)) ?? { holders: 0, outside: 0 },
    );
  }

  private async rowsOf(actor: EmployeeActor, groups: readonly Group[]): Promise<AudienceGroup[]> {
    const ids = [...new Set(groups.map(({ id }) => id))];
    const portions: Promise<AudienceGroup[]>[] = [];
    for (let from = 0; from < ids.length; from += 1_000) {
      portions.push(
        this.gate.loadBy(actor, audiencePolicy, 'describe', 'groupId', ids.slice(from, from + 1_000)),
      );
    }
    return (await Promise.all(portions)).flat();
  }

  private async describeAll(actor: EmployeeActor, sets: readonly (readonly string[])[]): Promise<Audience[]> {
    const keys = [...new Set(sets.flat())];
    const rows = await Promise.all(keys.map((key) => this.gate.load(actor, audiencePolicy, 'describe', key)));
    const byKey = new Map(rows.map((row, at) => [keys[at], row]));
    const groups = sets.map((set) =>
      [...new Set(set)].flatMap((key) => {
        const group = byKey.get(key);
        return group ? [group] : [];
      }),
    );
    const told = groups.map((parts) => (mayBeTold(actor, parts) ? parts : null));
    const counts = await this.counts.of(
      actor,
      told.map((parts) => parts ?? []),
    );
    const language = languageOf(actor);
    return told.map((parts, at) =>
      parts
        ? {
            label: audienceLabel(parts, language),
            count: counts[at]?.count ?? 0,
            outside: counts[at]?.outside ?? 0,
            parts: parts.map((part) => this.partOf(part, language)),
            untold: false,
          }
        : { label: untoldLabel(language), count: 0, outside: 0, parts: [], untold: true },
    );
  }

  private partOf(part: AudienceGroup, language: string | null): AudiencePart {
    const { kind, groupId, holders, outside } = part;
    const id = this.nodeIdOf({ kind, id: groupId });
    return { kind, id, name: partName(part, language), count: holders, outside };
  }

  private async assertAddressable(actor: EmployeeActor, groups: readonly Group[]): Promise<void> {
    const isAddressable = await this.addressableOf(actor, groups);
    if (!groups.every(isAddressable)) throw new CourtyardError('audience.unknown_part');
  }

  private async addressableOf(
    actor: EmployeeActor,
    groups: readonly Group[],
  ): Promise<(group: Group) => boolean> {
    const byKind = Map.groupBy(groups, ({ kind }) => this.groupKindOf(kind));
    const may = new Map(
      await Promise.all(
        [...byKind].map(async ([groupKind, mine]) => {
          const ids = [...new Set(mine.map(({ id }) => id))];
          return [groupKind, await groupKind.addressable(actor, ids)] as const;
        }),
      ),
    );
    return ({ kind, id }) => may.get(this.groupKindOf(kind))?.has(id) === true;
  }

  private async assertKeepsSecrets(actor: EmployeeActor, groups: readonly Group[]): Promise<void> {
    if (new Set(groups.map(({ kind, id }) => `${kind}:${id}`)).size < 2) return;
    const byKind = Map.groupBy(groups, ({ kind }) => this.groupKindOf(kind));
    const secret = await Promise.all(
      [...byKind].map(([groupKind, mine]) =>
        groupKind.secret?.(
          actor,
          mine.map(({ id }) => id),
        ),
      ),
    );
    if (secret.some((ids) => ids && ids.size > 0)) throw new CourtyardError('audience.hidden_with_others');
  }

  /** A malformed id, one of another kind, and one where none belongs are as unknown as any. */
  private groupOf(actor: EmployeeActor, { kind, id }: AudiencePartInput): Group {
    const { entity } = this.groupKindOf(kind);
    try {
      if (entity === null && !id) return { kind, id: actor.organisationId };
      if (entity !== null && id) return { kind, id: fromNodeId(entity, id) };
    } catch {
      // Falls through to the one answer.
    }
    throw new CourtyardError('audience.unknown_part');
  }

  /** Without the library that keeps a kind, its groups have names and numbers here, and no id to ask by. */
  private nodeIdOf({ kind, id }: Group): string | null {
    const entity = this.groupKinds.find(({ kinds }) => kinds.includes(kind))?.entity;
    return entity ? toNodeId(entity, id) : null;
  }

  private groupKindOf(kind: AudiencePartKind): GroupKind {
    const groupKind = this.groupKinds.find(({ kinds }) => kinds.includes(kind));
    if (!groupKind) throw new CourtyardError('audience.unknown_part');
    return groupKind;
  }
}

/** Whether an actor may be told whom this is addressed to. */
function mayBeTold(actor: EmployeeActor, groups: readonly AudienceGroup[]): boolean {
  return groups.every((group) => allows(audiencePolicy, actor, 'name', group));
}

/**
 * Whoever reads what was said to a circle is told of nobody else who does. Of people who were named by their author that is right as
 * well; a department would read something of which it could not see that it is the department's.
 * @throws audience.circle_with_others
 */
function assertCirclesApart(groups: readonly Group[]): void {
  const { circle, person } = AudiencePartKind;
  const kinds = new Set(groups.map(({ kind }) => kind));
  if (kinds.has(circle) && [...kinds].some((kind) => kind !== circle && kind !== person))
    throw new CourtyardError('audience.circle_with_others');
}

function languageOf(actor: EmployeeActor): string | null {
  return actor.facts.single(language);
}
