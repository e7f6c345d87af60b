import type { Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { IDENTITY_OPTIONS, type IdentityOptions } from '../identity.options.js';
import { mailPolicy } from './mail.policy.js';
import { type MailContent, sealMail } from './sealed-mail.js';

export interface QueuedMail extends MailContent {
  /** Whose mail it is. */
  readonly employeeId: string;
}

/** Mail that waits for `apps/egress`, the one process that sends. Nothing of it is readable in the database. */
@Injectable()
export class Mails {
  constructor(
    @Inject(IDENTITY_OPTIONS) private readonly options: IdentityOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether this installation sends mail at all. */
  get configured(): boolean {
    return this.options.mailKey !== undefined;
  }

  /**
   * Queues a mail with what the write is about, so that it is sent with its cause or not at all. Where no mail is
   * configured nothing is queued: it would wait for ever.
   */
  async queue(write: Write, { employeeId, ...content }: QueuedMail): Promise<void> {
    const { mailKey } = this.options;
    if (!mailKey) return;
    const id = newId();
    const { organisationId } = write.actor;
    await write.create(mailPolicy, 'queue', {
      id,
      employeeId,
      template: content.template,
      sealed: sealMail(content, mailKey, { organisationId, id }),
      createdAt: instantOf(this.clock()),
    });
  }
}
