import { createHash, randomUUID } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Turns } from '@courtyard/identity';
import { Gate, type Limit, Throttle } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { Employee } from '../employee/employee.entity.js';
import { EMPLOYEE_REVISED } from '../employee/employee.events.js';
import { employeePolicy } from '../employee/employee.policy.js';
import type { EmployeePhoto } from './photo.entity.js';
import { photoPolicy } from './photo.policy.js';
import type { PhotoSize } from './photo-address.js';
import { portraitOf } from './portrait.js';

/** 8 MiB: what a telephone's camera makes, and no more. */
export const LARGEST_PHOTO_BYTES = 8 * 1024 * 1024;
/** Somebody who tries pictures out is not slowed down; a program is. */
export const PHOTO_RATE = { tries: 30, seconds: 600 } as const;
const DECODED_AT_ONCE = 2;
const WAITING = 16;

/** One's own photo, and the faces of colleagues. */
@Injectable()
export class PhotoService {
  private readonly changes: Limit;
  private readonly turns = new Turns(DECODED_AT_ONCE, WAITING);

  constructor(
    private readonly gate: Gate,
    throttle: Throttle,
  ) {
    this.changes = throttle.limit('photo', PHOTO_RATE);
  }

  /** Counts a change of a photo before anything of it is read. @throws rate.limited */
  async admit({ organisationId, employeeId }: EmployeeActor): Promise<void> {
    const key = createHash('sha256').update(`${organisationId}/${employeeId}`).digest('base64url');
    const { allowed, retryAfterSeconds } = await this.changes.spend(key);
    if (!allowed) throw new CourtyardError('rate.limited', { retryAfterSeconds });
  }

  /**
   * Makes a file the actor's own photo, in place of any other. What was uploaded is not kept.
   * @throws as `portraitOf`; input.too_large; server.unavailable when too many are being read
   */
  async replace(actor: EmployeeActor, file: Buffer): Promise<Employee> {
    if (file.length > LARGEST_PHOTO_BYTES) throw new CourtyardError('input.too_large');
    const { small, large } = await this.turns.take(() => portraitOf(file));
    const { employeeId } = actor;
    const token = randomUUID();
    const photo: Partial<EmployeePhoto> = { token, small, large, createdAt: new Date().toISOString() };
    await this.gate.write(actor, 'replacePhoto', async (write) => {
      // Locks the person, so that of two photos at once the later one is whole.
      await write.change(employeePolicy, 'revise', employeeId, { photoToken: token });
      const first = await write.createIfAbsent(photoPolicy, 'replace', { employeeId, ...photo });
      if (!first) await write.change(photoPolicy, 'replace', { employeeId }, photo);
      await write.emit(EMPLOYEE_REVISED, { employeeId });
    });
    return this.gate.get(actor, employeePolicy, 'read', employeeId);
  }

  /** Deletes the actor's own photo at once; without one nothing changes. */
  async remove(actor: EmployeeActor): Promise<void> {
    const { employeeId } = actor;
    await this.gate.write(actor, 'removePhoto', async (write) => {
      const self = await write.get(employeePolicy, 'revise', employeeId);
      if (self.photoToken === null) return;
      await write.change(employeePolicy, 'revise', employeeId, { photoToken: null });
      await write.remove(photoPolicy, 'remove', { employeeId });
      await write.emit(EMPLOYEE_REVISED, { employeeId });
    });
  }

  /**
   * The WebP of somebody whom the actor may read, under the token it has now.
   * @throws not_found alike for an unknown, foreign or hidden person, for one without a photo and for an old token
   */
  async look(actor: EmployeeActor, employeeId: string, token: string, size: PhotoSize): Promise<Buffer> {
    const { photoToken } = await this.gate.get(actor, employeePolicy, 'read', employeeId, 'aside');
    if (photoToken === null || photoToken !== token) throw new CourtyardError('not_found');
    const { row, content } = await this.gate.content(actor, photoPolicy, 'read', { employeeId }, size);
    // Replaced between the two: these bytes are another photo's.
    if (row.token !== token) throw new CourtyardError('not_found');
    return content;
  }
}
