import { randomUUID } from 'node:crypto';
import { openMail } from '@courtyard/identity';
import { codeOf, type Log } from '@courtyard/observe';
import { backOff } from '../endpoint/back-off.js';
import type { Platform } from '../platform.js';
import { letterOf, UnfitMail } from './letter.js';
import type { Posted, Smtp } from './smtp.js';

export interface PostmanOptions {
  readonly platform: Platform;
  readonly smtp: Pick<Smtp, 'send'>;
  readonly publicUrl: string;
  readonly log: Log;
}

interface QueuedMail {
  readonly organisationId: string;
  readonly id: string;
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

const DUE = `select id, encode(sealed, 'hex'), created_at from egress.due_mail order by created_at, id limit 1000`;
const RECORD = `insert into mail_step (organisation_id, mail_id, step, at) values ($1::uuid, $2::uuid, $3::text, $4::timestamptz)`;
/** RFC 5321 section 4.5.4.1 wants four or five days; a link in a mail is worth nothing so late. */
const PATIENCE_MILLIS = 3 * 24 * 3_600_000;

/**
 * Sends what is queued, oldest first, one at a time per organisation:
 *
 *     due ─▶ opened, made words of ─▶ handed over ─ taken ─▶ sent
 *               │                        ├─ refused for good ─▶ given_up
 *               │                        └─ not now ─▶ due, later; after three days ─▶ given_up
 *               └─ makes no letter ─▶ given_up
 *
 * A mail whose taking was not recorded, because this process died in between, is sent again with the same Message-ID. Neither
 * log nor event holds an address.
 */
export class Postman {
  private readonly waits = new Map<string, { failures: number; until: number }>();
  /** Of the server: what stopped one mail would stop the next. */
  private pause = { failures: 0, until: 0 };

  constructor(private readonly options: PostmanOptions) {}

  /** Everything that is due in an organisation now, unless another process is at it. */
  async round(organisationId: string): Promise<void> {
    if (performance.now() < this.pause.until) return;
    const due = (await this.due(organisationId)).filter(({ id }) => !this.isWaiting(id));
    if (due.length === 0) return;
    await this.options.platform.database.exclusively(`mail ${organisationId}`, async (lost) => {
      // Read again: what was due a moment ago, another process may have sent.
      for (const mail of await this.due(organisationId)) {
        if (lost.aborted || performance.now() < this.pause.until) return;
        if (!this.isWaiting(mail.id)) await this.deliver(mail);
      }
    });
  }

  private async due(organisationId: string): Promise<QueuedMail[]> {
    const [rows = []] = await this.options.platform.database.flight(organisationId, [
      { text: DUE, values: [] },
    ]);
    return rows.map(([id, sealed, createdAt]) => ({
      organisationId,
      id: String(id),
      sealed: Buffer.from(String(sealed), 'hex'),
      createdAt: new Date(String(createdAt)),
    }));
  }

  private async deliver(mail: QueuedMail): Promise<void> {
    const posted = await this.posted(mail);
    if (posted.kind === 'sent') {
      this.pause = { failures: 0, until: 0 };
      return this.end(mail, 'sent');
    }
    const isOver = this.options.platform.clock.now().getTime() - mail.createdAt.getTime() > PATIENCE_MILLIS;
    if (posted.kind === 'never' || isOver) return this.giveUp(mail, posted.why);
    if (posted.server) {
      const failures = this.pause.failures + 1;
      const waitMillis = backOff(failures);
      this.pause = { failures, until: performance.now() + waitMillis };
      this.options.log.trouble({ event: 'mail.server', why: posted.why, waitMillis });
    } else {
      const failures = (this.waits.get(mail.id)?.failures ?? 0) + 1;
      this.waits.set(mail.id, { failures, until: performance.now() + backOff(failures) });
      this.options.log.told({ event: 'mail.later', id: mail.id, why: posted.why });
    }
  }

  private async posted(mail: QueuedMail): Promise<Posted> {
    const { platform, publicUrl, smtp } = this.options;
    try {
      const content = openMail(mail.sealed, platform.keys.mail, mail);
      const letter = letterOf(content, publicUrl);
      return await smtp.send({ ...letter, id: mail.id, to: content.to, at: mail.createdAt });
    } catch (failure) {
      if (failure instanceof UnfitMail) return { kind: 'never', why: 'unfit', server: false };
      // Sealed with a key that is not here: the right one may be put back.
      return { kind: 'later', why: codeOf(failure), server: false };
    }
  }

  /** The event names the mail by its id, as the log names everything, and nobody's address. */
  private async giveUp(mail: QueuedMail, why: string): Promise<void> {
    this.options.log.trouble({ event: 'mail.given_up', id: mail.id, why });
    await this.options.platform.audit.record({
      organisationId: mail.organisationId,
      requestId: randomUUID(),
      kind: 'written',
      operation: 'giveUpMail',
      personIds: [],
      touched: [{ resource: 'Mail', id: mail.id, action: 'give_up' }],
      fieldNos: [],
      purpose: 'security',
      basis: 'legitimate-interest',
    });
    await this.end(mail, 'given_up');
  }

  private async end({ organisationId, id }: QueuedMail, step: 'sent' | 'given_up'): Promise<void> {
    const { database, clock } = this.options.platform;
    await database.flight(organisationId, [
      { text: RECORD, values: [organisationId, id, step, clock.now()] },
    ]);
    this.waits.delete(id);
    this.options.log.told({ event: `mail.${step}`, id });
  }

  private isWaiting(id: string): boolean {
    return performance.now() < (this.waits.get(id)?.until ?? 0);
  }
}
