import { createHash } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import {
  AudienceDirectory,
  AudienceKeys,
  Employee,
  foldedName,
  type HolderNumbers,
  type ReaderQuery,
} from '@courtyard/people';
import { Gate, type Limit, type Page, Throttle, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Circle } from './circle.entity.js';
import type { CirclePeopleInput, DrawCircleInput, RenameCircleInput } from './circle.input.js';
import { circlePolicy } from './circle.policy.js';
import { MOST_CIRCLES } from './circle-groups.js';
import { close, groupOf, peopleOf, takeIn, takeOut } from './drawing.js';

/** Somebody who sorts their colleagues is not slowed down; a program is. */
export const CIRCLE_RATE = { tries: 120, seconds: 600 } as const;

/** One's own circles. For anybody else there is none: not by name, by id, by number, nor by an error. */
@Injectable()
export class CircleService {
  private readonly changes: Limit;

  constructor(
    private readonly gate: Gate,
    private readonly audiences: AudienceDirectory,
    throttle: Throttle,
  ) {
    this.changes = throttle.limit('circle', CIRCLE_RATE);
  }

  /** All of the actor's, by name. */
  async mine(actor: EmployeeActor): Promise<readonly Circle[]> {
    const { rows } = await this.gate.list(actor, circlePolicy, 'read', {
      order: { by: 'nameFolded', direction: 'asc' },
      first: MOST_CIRCLES,
    });
    return rows;
  }

  /** How many are in it, without its owner, and how many of them are guests or integrations. */
  async numbers(actor: EmployeeActor, circle: Circle): Promise<HolderNumbers> {
    const { holders, outside } = await this.audiences.holdersOf(actor, groupOf(circle.id));
    return { holders: holders - 1, outside };
  }

  /** Who is in it, by name, without its owner; a page may be shorter by one. */
  async people(actor: EmployeeActor, circle: Circle, query: ReaderQuery): Promise<Page<Employee>> {
    const page = await this.audiences.readers(actor, [circle.audienceKey], query);
    const people = page.rows.map(({ employee }) => employee);
    return { ...page, rows: people.filter(({ id }) => id !== circle.ownerId) };
  }

  /** @throws rate.limited, circle.too_many, circle.too_large, not_found, auth.forbidden, conflict.idempotency_key_reused */
  async draw(actor: EmployeeActor, input: DrawCircleInput): Promise<Circle> {
    await this.admit(actor);
    const { idempotencyKey: key, ...content } = input;
    const { name } = input;
    const ids = input.employeeIds.map((id) => fromNodeId(Employee, id));
    const ownerId = actor.employeeId;
    const circleId = await this.gate.createOnce(
      actor,
      'drawCircle',
      { key, input: content },
      async (write, id) => {
        const people = await peopleOf(write, ownerId, ids);
        const audienceKey = await AudienceKeys.draw(write, { id, name, ownerId });
        const circle = {
          id,
          ownerId,
          name,
          ...folded(name),
          audienceKey,
          version: 1,
          createdAt: new Date().toISOString(),
        };
        await write.create(circlePolicy, 'draw', circle);
        // The owner's row is locked by it: of two circles drawn at once the second is counted with the first.
        await AudienceKeys.grant(write, [ownerId, ...people], audienceKey);
        // Whoever left while it waited has no circle.
        await write.actorNow();
        const drawn = await write.list(circlePolicy, 'read', {
          order: { by: 'nameFolded', direction: 'asc' },
          first: MOST_CIRCLES + 1,
        });
        if (drawn.length > MOST_CIRCLES) throw new CourtyardError('circle.too_many');
      },
    );
    return this.gate.get(await this.renewed(actor), circlePolicy, 'read', circleId);
  }

  /** @throws rate.limited, not_found */
  rename(actor: EmployeeActor, { id, name }: RenameCircleInput): Promise<Circle> {
    return this.change(actor, 'renameCircle', id, { name, ...folded(name) }, (write, circle) =>
      AudienceKeys.rename(write, groupOf(circle.id), name),
    );
  }

  /** Whoever is in it already stays. @throws rate.limited, circle.too_large, not_found */
  add(actor: EmployeeActor, { id, employeeIds }: CirclePeopleInput): Promise<Circle> {
    const ids = employeeIds.map((one) => fromNodeId(Employee, one));
    return this.change(actor, 'addToCircle', id, {}, async (write, circle) =>
      takeIn(write, circle, await peopleOf(write, circle.ownerId, ids)),
    );
  }

  /** Whoever is not in it is not taken out. Its owner stays. @throws rate.limited, not_found */
  remove(actor: EmployeeActor, { id, employeeIds }: CirclePeopleInput): Promise<Circle> {
    const ids = employeeIds.map((one) => fromNodeId(Employee, one));
    return this.change(actor, 'removeFromCircle', id, {}, (write, circle) =>
      takeOut(
        write,
        circle,
        ids.filter((one) => one !== circle.ownerId),
      ),
    );
  }

  /** Nobody but its author reads afterwards what was said to it. @throws rate.limited, not_found */
  async erase(actor: EmployeeActor, nodeId: string): Promise<void> {
    await this.admit(actor);
    const id = fromNodeId(Circle, nodeId);
    await this.gate.write(actor, 'eraseCircle', async (write) => {
      // Locked, so that nobody is added meanwhile.
      const circle = await write.change(circlePolicy, 'change', id, {});
      await close(write, circle);
      await write.remove(circlePolicy, 'erase', id);
    });
  }

  /** The actor with the keys they hold now. */
  async renewed(actor: EmployeeActor): Promise<EmployeeActor> {
    return (await this.gate.refresh(actor)) ?? actor;
  }

  private async change(
    actor: EmployeeActor,
    operation: string,
    nodeId: string,
    changes: Partial<Circle>,
    follows: (write: Write, circle: Circle) => Promise<void>,
  ): Promise<Circle> {
    await this.admit(actor);
    const id = fromNodeId(Circle, nodeId);
    await this.gate.write(actor, operation, async (write) => {
      // The row is locked, so that of two changes one comes after the other.
      await follows(write, await write.change(circlePolicy, 'change', id, changes));
      await write.actorNow();
    });
    return this.gate.get(await this.renewed(actor), circlePolicy, 'read', id);
  }

  /** Counted before anything is read, so that what is there and what is not are counted alike. @throws rate.limited */
  private async admit({ organisationId, employeeId }: EmployeeActor): Promise<void> {
    const key = createHash('sha256').update(`${organisationId}/${employeeId}`).digest('base64url');
    const { allowed, retryAfterSeconds } = await this.changes.spend(key);
    if (!allowed) throw new CourtyardError('rate.limited', { retryAfterSeconds });
  }
}

function folded(name: string): Pick<Circle, 'nameFolded'> {
  return { nameFolded: foldedName(name).nameFolded };
}
