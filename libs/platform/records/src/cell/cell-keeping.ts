import type { Policy } from '@courtyard/access';
import type { Transaction } from '@courtyard/database';
import { deleteCells, insertCells, markCells, type SaidOf } from './cell-statements.js';
import { type Disclosable, disclosableOf, isLive } from './disclosable.js';
import type { FoundNames, NameFinder } from './name-finder.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Keeps `cell_person` and `cell_unmarked` in step with the rows of one write.
 *
 * 1. Each live row of a disclosable resource has its owner on each asked field; a row that is not live has nothing.
 * 2. Who is mentioned in a row, or named in it by a whole name that nobody else bears, is on its texts.
 * 3. A text that may name anybody else is withheld until its author says whom it is about, and again once it is changed.
 * 4. Nothing but a marking, a change of owner, or the end of the row takes anybody away.
 * 5. A text about somebody who can never agree is withheld for as long as the row lives.
 */
export class CellKeeping {
  /** By text. */
  private readonly foreseen = new Map<string, Promise<FoundNames | undefined>>();

  constructor(
    private readonly transaction: Transaction,
    private readonly finder: NameFinder,
  ) {}

  /** Looks through a text that a row of this write will have. */
  async foresee(text: string): Promise<void> {
    const found = this.find([text]).then(([names]) => names);
    this.foreseen.set(text, found);
    await found;
  }

  /** Rows that are new. */
  async created(policy: Policy, rows: readonly Values[]): Promise<void> {
    const d = disclosableOf(policy);
    if (!d) return;
    // What the database would fill in by itself is not known here.
    const untold = Object.keys(d.live).find((name) => rows.some((row) => row[name] === undefined));
    if (untold !== undefined) throw new Error(`${policy.resource}: a new row says its ${untold}.`);
    const live = rows.filter((row) => isLive(d, row));
    if (live.length > 0) await this.insert(d, live, d.text, false);
  }

  /** @param before the whole row */
  async changed(policy: Policy, before: Values, after: Values): Promise<void> {
    const d = disclosableOf(policy);
    if (!d) return;
    if (!isLive(d, before)) return this.created(policy, [after]);
    const differs = (property: string | null) =>
      property !== null && String(before[property]) !== String(after[property]);
    const gone = !isLive(d, after);
    if (gone || differs(d.owner)) await this.drop(d, [String(after['id'])]);
    if (gone) return;
    if (differs(d.owner)) return this.insert(d, [after], d.text, false);
    const changed = differs(d.mentions) ? d.text : d.text.filter(differs);
    if (changed.length > 0) await this.insert(d, [after], changed, true);
  }

  async removed(policy: Policy, row: Values): Promise<void> {
    const d = disclosableOf(policy);
    if (d) await this.drop(d, [String(row['id'])]);
  }

  /**
   * Rows that were changed by one statement.
   * @throws Error before anything is changed, for what would need each row by itself
   */
  assertFollows(policy: Policy, changes: Values): void {
    const d = disclosableOf(policy);
    if (!d) return;
    const own = [d.owner, d.mentions, ...d.text].find((name) => name !== null && changes[name] !== undefined);
    const livens = Object.keys(d.live).some((name) => changes[name] === d.live[name]);
    if (own !== undefined || livens)
      throw new Error(`${policy.resource} is changed row by row, because its cells must follow.`);
  }

  async changedAll(policy: Policy, changes: Values, ids: readonly string[]): Promise<void> {
    const d = disclosableOf(policy);
    if (d && ids.length > 0 && Object.keys(d.live).some((name) => changes[name] !== undefined))
      await this.drop(d, ids);
  }

  /** Whom its author says a row is about; nobody is an answer. @throws Error for a row that has no text or is not live */
  async marked(policy: Policy, row: Values, employeeIds: readonly string[]): Promise<void> {
    const d = disclosableOf(policy);
    if (!d || d.text.length === 0 || !isLive(d, row))
      throw new Error(`${policy.resource}: there is no cell to mark.`);
    const { id, owner, mentioned } = partsOf(d, row);
    const { organisationId } = this.transaction;
    this.transaction.later(markCells(d, organisationId, { id, owner, mentioned }, employeeIds));
  }

  private async insert(
    d: Disclosable,
    rows: readonly Values[],
    texts: readonly string[],
    again: boolean,
  ): Promise<void> {
    const { organisationId } = this.transaction;
    const told = rows.flatMap((row) => texts.map((property) => ({ row, property })));
    const found = await this.namesIn(told.map(({ row, property }) => String(row[property] ?? '')));
    const said = told.map(({ row, property }, at) => ({ ...saidOf(d, row, property, found[at]), again }));
    const owned = rows.map((row) => partsOf(d, row));
    this.transaction.later(insertCells(d, organisationId, owned, said));
  }

  private async namesIn(texts: readonly string[]): Promise<readonly (FoundNames | undefined)[]> {
    const known = texts.map((text) => this.foreseen.get(text));
    return known.includes(undefined) ? this.find(texts) : Promise.all(known);
  }

  private async find(texts: readonly string[]): Promise<readonly FoundNames[]> {
    if (texts.length === 0) return [];
    const { organisationId } = this.transaction;
    return this.finder.find((statement) => this.transaction.query(statement), organisationId, texts);
  }

  private async drop(d: Disclosable, ids: readonly string[]): Promise<void> {
    this.transaction.later(deleteCells(d, this.transaction.organisationId, ids));
  }
}

function partsOf(d: Disclosable, row: Values): { id: string; owner: string; mentioned: string[] } {
  const mentioned = d.mentions === null ? [] : ((row[d.mentions] ?? []) as string[]);
  return { id: String(row['id']), owner: String(row[d.owner]), mentioned };
}

/** Its author needs not be asked about themself, nor about whom the row mentions anyway. */
function saidOf(
  d: Disclosable,
  row: Values,
  property: string,
  found: FoundNames | undefined,
): Omit<SaidOf, 'again'> {
  const field = d.fields.find(({ name }) => name === property);
  if (!field || !found) throw new Error(`${d.entity}.${property} was not looked through.`);
  const { id, owner, mentioned } = partsOf(d, row);
  const asked = found.employeeIds.some((person) => person !== owner && !mentioned.includes(person));
  return {
    id,
    no: field.number,
    owner,
    named: [...new Set([...mentioned, ...found.certainIds])],
    mentioned,
    asked: asked || found.unsure,
    outside: found.outside,
  };
}
