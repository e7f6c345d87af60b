import './moved-in.errors.js';
import { type Actor, type EmployeeActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { EMPLOYEE_REVISED } from '../employee/employee.events.js';
import { employeePolicy } from '../employee/employee.policy.js';
import { type ImportSource, isImportSource } from './import-source.js';
import type { MovedInRecord } from './moved-in.entity.js';
import { movedInPolicy } from './moved-in.policy.js';
import type { MovedIn } from './moved-in.view.js';
import { nobodyOf } from './nobody.js';

/** What a domain knows of contents that were moved in. People knows none of them; whoever does registers. */
export interface MovedInContents {
  count(
    actor: EmployeeActor,
    source: ImportSource,
  ): Promise<{ readonly posts: number; readonly comments: number }>;
  /**
   * Deletes what somebody said there, in portions, each whole. Doing it again goes on where it ended.
   * @param nobody in whose name an empty post may keep a thread of others
   * @throws moved_in.busy
   */
  erase(actor: Actor, employeeId: string, source: ImportSource, nobody: () => Promise<string>): Promise<void>;
}

/** People who were moved in were not asked. They are told, and may have it erased (GDPR Art. 14, 17 and 21). */
@Injectable()
export class MovedInService {
  private contents: MovedInContents | undefined;

  constructor(private readonly gate: Gate) {}

  /** Once, when the application starts. */
  register(contents: MovedInContents): void {
    this.contents = contents;
  }

  /** What was moved in about the actor; null where nothing was. @param when `unread`: only while they were not told */
  async of(actor: EmployeeActor, when: 'ever' | 'unread'): Promise<MovedIn | null> {
    const records = await this.records(actor);
    if (records.length === 0) return null;
    if (when === 'unread' && records.every(({ acknowledgedAt }) => acknowledgedAt !== null)) return null;
    const sources = await Promise.all(
      records.map(async ({ source, at, byRole: by, profile }) => {
        const counts = isImportSource(source) && (await this.contents?.count(actor, source));
        return { source, at, by, profile, ...(counts || { posts: 0, comments: 0 }) };
      }),
    );
    return { sources };
  }

  /** Notes that the actor has read it. */
  async acknowledge(actor: EmployeeActor): Promise<void> {
    const acknowledgedAt = new Date().toISOString();
    const unread = (await this.records(actor)).filter((record) => record.acknowledgedAt === null);
    if (unread.length === 0) return;
    await this.gate.write(actor, 'acknowledgeMovedIn', async (write) => {
      for (const { employeeId, source } of unread)
        await write.change(movedInPolicy, 'acknowledge', { employeeId, source }, { acknowledgedAt });
    });
  }

  /**
   * Erases what was moved in of the actor's from a network: what they said there, and what their entry in the directory got
   * from it. Their name stays, because colleagues work with them. The note goes last, so that an erasure that was
   * interrupted can be asked for again.
   * @throws not_found where nothing of theirs came from there; moved_in.busy
   */
  async erase(actor: EmployeeActor, source: string): Promise<void> {
    if (!(await this.eraseOf(actor, actor.employeeId, source))) throw new CourtyardError('not_found');
  }

  /**
   * Erases it once more after a restore that brought it back. What came with a later import is not what was erased.
   * @param erasedAt ISO 8601 @returns whether there was something
   */
  eraseAgain(organisationId: string, employeeId: string, source: string, erasedAt: string): Promise<boolean> {
    const actor = systemActor('restore_ledger', organisationId);
    return this.eraseOf(actor, employeeId, source, erasedAt);
  }

  private async eraseOf(
    actor: Actor,
    employeeId: string,
    source: string,
    before = '9999-12-31T00:00:00.000Z',
  ): Promise<boolean> {
    const records = await this.gate.loadBy(actor, movedInPolicy, 'read', 'employeeId', [employeeId]);
    const record = records.find((one) => one.source === source);
    if (!record || !isImportSource(source) || Date.parse(record.at) > Date.parse(before)) return false;
    await this.contents?.erase(actor, employeeId, source, () => this.nobody(actor));
    await this.gate.write(actor, 'eraseMovedIn', async (write) => {
      if (record.profile) {
        await write.change(employeePolicy, 'revise', employeeId, { title: null, importedFrom: null });
        await write.emit(EMPLOYEE_REVISED, { employeeId });
      }
      await write.remove(movedInPolicy, 'erase', { employeeId, source });
    });
    return true;
  }

  private nobody({ organisationId, requestId }: Actor): Promise<string> {
    const errand = systemActor('erase_moved_in', organisationId, requestId);
    return this.gate.write(errand, 'standIn', nobodyOf);
  }

  private records(actor: EmployeeActor): Promise<MovedInRecord[]> {
    return this.gate.loadBy(actor, movedInPolicy, 'read', 'employeeId', [actor.employeeId]);
  }
}
