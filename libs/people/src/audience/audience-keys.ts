import { CourtyardError } from '@courtyard/errors';
import { type Write } from '@courtyard/records';
import { type AudienceGroup, AudiencePartKind } from './audience.entity.js';
import { audiencePolicy } from './audience.policy.js';
import { NO_NAME } from './audience-label.js';

/** The outbox carries ids in portions that a relay can hold. */
const IDS_PER_EVENT = 1_000;
const MOST_AT_ONCE = 1_000;

export interface Group {
  readonly kind: AudiencePartKind;
  readonly id: string;
}

interface NewGroup extends Group {
  readonly name: string;
  readonly generation?: number;
  /** Of a circle. */
  readonly ownerId?: string | null;
}

/**
 * The keys of groups, and who holds them. Every call is part of a write that changed a governed row before, and ends in
 * that write's commit: the change, the keys, the holders and the news of it, or none.
 */
export const AudienceKeys = {
  /** Makes the key of a group that is about to exist. @returns the key */
  async create(
    write: Write,
    kind: AudiencePartKind,
    groupId: string,
    name: string,
    generation = 1,
  ): Promise<string> {
    const [key] = await this.createAll(write, [{ kind, id: groupId, name, generation }]);
    return key as string;
  },

  /** Makes the key of a circle that is about to be drawn, or of its next generation. @returns the key */
  async draw(
    write: Write,
    circle: Pick<NewGroup, 'id' | 'name' | 'ownerId' | 'generation'>,
  ): Promise<string> {
    const [key] = await this.createAll(write, [{ ...circle, kind: AudiencePartKind.circle }], 'draw');
    return key as string;
  },

  async createAll(
    write: Write,
    groups: readonly NewGroup[],
    action: 'open' | 'draw' = 'open',
  ): Promise<string[]> {
    if (groups.length === 0) return [];
    const keys = await write.nextAudienceKeys(groups.length);
    const rows = groups.map(({ kind, id, name, generation = 1, ownerId = null }, position) => {
      return { key: keys[position] as string, kind, groupId: id, name, generation, ownerId };
    });
    const created = await write.createMany(audiencePolicy, action, rows);
    if (created.length < rows.length) throw new Error('A group has its key already.');
    return keys;
  },

  /** Gives people a key; whoever holds it already keeps it. Tells the house whose access changed. */
  async grant(write: Write, employeeIds: readonly string[], keys: string | readonly string[]): Promise<void> {
    await announce(write, await write.grantKeys([keys].flat(), employeeIds));
  },

  /** Gives each of these people a key of their own, where nobody needs to be told: they have only just come. */
  async grantToNewcomers(
    write: Write,
    grants: readonly { readonly employeeId: string; readonly key: string }[],
  ): Promise<void> {
    await write.grantEach(grants);
  },

  /**
   * Begins a group's next generation, for whoever is in it now: what is said from now on carries the new key, and what was said
   * before keeps the old one, which nobody is given any more. @returns the new key
   */
  async nextGeneration(write: Write, group: Group): Promise<string> {
    const generations = await allOf(write, group);
    const newest = generations.reduce((one, other) => (other.generation > one.generation ? other : one));
    const next = { ...group, name: newest.name, ownerId: newest.ownerId, generation: newest.generation + 1 };
    const key =
      group.kind === AudiencePartKind.circle
        ? await this.draw(write, next)
        : await this.create(write, next.kind, next.id, next.name, next.generation);
    if (newest.restsFrom !== null)
      await write.change(audiencePolicy, 'rest', { key }, { restsFrom: newest.restsFrom });
    await announce(write, await write.grantToHolders(key, newest.key));
    return key;
  },

  /** Of every generation. */
  async keysOf(write: Write, group: Group): Promise<string[]> {
    return (await allOf(write, group)).map(({ key }) => key);
  },

  /** Whether somebody holds a key, as this write sees it: under the lock of what the key belongs to nobody takes it meanwhile. */
  async holds(write: Write, employeeId: string, key: string): Promise<boolean> {
    return (await write.holdings([key], [employeeId])).has(employeeId);
  },

  /** How many hold a key, as this write sees it. */
  async holdersOf(write: Write, key: string): Promise<number> {
    const [row] = await write.loadBy(audiencePolicy, 'describe', 'key', [key]);
    return row?.holders ?? 0;
  },

  /** Takes a key from everybody but these people. */
  async keepOnly(write: Write, employeeIds: readonly string[], key: string): Promise<void> {
    await announce(write, await write.revokeFromOthers(key, employeeIds));
  },

  /** Takes a key from people. Do it before you grant: a reorganisation must never show more than before or after. */
  async revoke(
    write: Write,
    employeeIds: readonly string[],
    keys: string | readonly string[],
  ): Promise<void> {
    await announce(write, await write.revokeKeys([keys].flat(), employeeIds));
  },

  /** Takes every key from people who leave. Their access counts as changed even if they held none. */
  async revokeEverything(write: Write, employeeIds: readonly string[]): Promise<void> {
    await write.revokeEveryKey(employeeIds);
    await announce(write, employeeIds);
  },

  /** Repeats a group's new name on its keys, of all generations where none are named. */
  async rename(write: Write, group: Group, name: string, keys?: readonly string[]): Promise<void> {
    const action = group.kind === AudiencePartKind.circle ? 'redraw' : 'rename';
    for (const key of keys ?? (await this.keysOf(write, group)))
      await write.change(audiencePolicy, action, { key }, { name });
  },

  /** Forgets what a circle was called; what was said to it keeps its keys. */
  async forgetName(write: Write, circleId: string): Promise<void> {
    await this.rename(write, { kind: AudiencePartKind.circle, id: circleId }, NO_NAME);
  },

  /** Says from when on nothing new is said to a group, of all generations; null: it may be again. */
  async rest(write: Write, group: Group, restsFrom: string | null): Promise<void> {
    for (const { key } of await allOf(write, group))
      await write.change(audiencePolicy, 'rest', { key }, { restsFrom });
  },

  /** @throws audience.archived where nothing new may be said to any of these */
  async assertAwake(write: Write, keys: readonly string[]): Promise<void> {
    if (allRest(await write.loadBy(audiencePolicy, 'describe', 'key', keys)))
      throw new CourtyardError('audience.archived');
  },

  /** The newest key of each group, in the order asked; null for a group without a key. */
  async of(write: Write, groups: readonly Group[]): Promise<(string | null)[]> {
    const ids = [...new Set(groups.map(({ id }) => id))];
    const rows: AudienceGroup[] = [];
    for (let from = 0; from < ids.length; from += MOST_AT_ONCE)
      rows.push(
        ...(await write.loadBy(audiencePolicy, 'describe', 'groupId', ids.slice(from, from + MOST_AT_ONCE))),
      );
    return newestKeys(rows, groups);
  },
};

/** Whether nothing new is said to a group. */
export function rests({ restsFrom }: Pick<AudienceGroup, 'restsFrom'>): boolean {
  return restsFrom !== null && Date.parse(restsFrom) <= Date.now();
}

/** Said to a department and to an archived community it goes on for the department. */
export function allRest(groups: readonly Pick<AudienceGroup, 'restsFrom'>[]): boolean {
  return groups.length > 0 && groups.every(rests);
}

export function newestKeys(
  rows: readonly { key: string; kind: AudiencePartKind; groupId: string; generation: number }[],
  groups: readonly Group[],
): (string | null)[] {
  const newest = new Map<string, { key: string; generation: number }>();
  for (const { kind, groupId, key, generation } of rows) {
    const name = `${kind}:${groupId}`;
    if (generation > (newest.get(name)?.generation ?? 0)) newest.set(name, { key, generation });
  }
  return groups.map(({ kind, id }) => newest.get(`${kind}:${id}`)?.key ?? null);
}

async function allOf(write: Write, { id, kind }: Group): Promise<AudienceGroup[]> {
  const rows = await write.loadBy(audiencePolicy, 'describe', 'groupId', [id]);
  return rows.filter((row) => row.kind === kind);
}

async function announce(write: Write, employeeIds: readonly string[]): Promise<void> {
  for (let from = 0; from < employeeIds.length; from += IDS_PER_EVENT) {
    await write.emit('access.changed', { employeeIds: employeeIds.slice(from, from + IDS_PER_EVENT) });
  }
}
