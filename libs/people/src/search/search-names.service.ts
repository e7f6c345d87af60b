import { allows, type EmployeeActor, keys as heldKeys } from '@courtyard/access';
import { Gate, type SearchNames } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { audiencePolicy } from '../audience/audience.policy.js';
import { employeePolicy } from '../employee/employee.policy.js';
import { searchedWords, wordsOf } from '../name.js';

/** More people of one name than anybody means. */
const MOST_PEOPLE = 20;
const MOST_GROUPS = 1_000;
const MYSELF = 'me';

/** Names in a query: of people as the directory shows them to whoever asks, of groups whose keys they hold. */
@Injectable()
export class SearchNamesByDirectory implements SearchNames {
  constructor(private readonly gate: Gate) {}

  async people(actor: EmployeeActor, name: string): Promise<readonly string[]> {
    if (name.trim().toLowerCase() === MYSELF) return [actor.employeeId];
    const words = searchedWords(name);
    if (words.length === 0) return [];
    const { rows } = await this.gate.list(actor, employeePolicy, 'read', {
      where: { nameWords: { words } },
      order: { by: 'nameFolded', direction: 'asc' },
      first: MOST_PEOPLE,
    });
    return rows.map(({ id }) => id);
  }

  async groups(actor: EmployeeActor, name: string): Promise<readonly string[]> {
    const words = searchedWords(name);
    const held = [...actor.facts.set(heldKeys)].slice(0, MOST_GROUPS);
    if (words.length === 0 || held.length === 0) return [];
    const described = await this.gate.loadBy(actor, audiencePolicy, 'describe', 'key', held);
    // Of a circle of somebody else they hold a key, and may not even try what it is called.
    const groups = described.filter((group) => allows(audiencePolicy, actor, 'name', group));
    const meant = groups
      .filter(({ kind }) => kind !== AudiencePartKind.person)
      .filter((group) => {
        const own = wordsOf(group.name);
        return words.every((word) => own.some((mine) => mine.startsWith(word)));
      });
    // Of all generations, also those that were named otherwise.
    const sets = new Set(meant.map(({ kind, groupId }) => `${kind}:${groupId}`));
    return groups.filter(({ kind, groupId }) => sets.has(`${kind}:${groupId}`)).map(({ key }) => key);
  }
}
