import { Gate } from '@courtyard/records';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { IndexRebuilding } from '../index/index-rebuilding.service.js';
import { AskingService } from '../request/asking.service.js';

const EVERY_MILLIS = 30_000;
const PORTIONS = 50;

/** Does, twice a minute and in every process that serves, what time makes due. Told to stop, it ends its round. */
@Injectable()
export class ConsentTicking implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly gate: Gate,
    private readonly index: IndexRebuilding,
    private readonly asking: AskingService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.next(), EVERY_MILLIS);
    this.timer.unref();
    this.next();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** One round, in all organisations. What one of them cannot do now is done the next time, and keeps no other waiting. */
  async tick(): Promise<void> {
    for (const organisationId of await this.gate.organisations()) {
      if (this.closed) return;
      await this.index.heedNotice(organisationId);
      await this.index.rebuildDue(organisationId);
      await this.asking.proceedAll(organisationId, PORTIONS);
    }
  }

  private next(): void {
    this.round = this.round.then(() => this.tick()).catch(() => this.warn());
  }

  private warn(): void {
    if (!this.closed) process.emitWarning('Consents could not be kept in step with time just now.');
  }
}
