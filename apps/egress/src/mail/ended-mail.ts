import type { Database } from '@courtyard/database';

/** The view holds what ended a week ago and nothing else; role egress can delete through it only. */
const FORGET = `delete from egress.ended_mail where id in (select id from egress.ended_mail order by id limit $1::int)`;
const REST = 'select exists (select from egress.ended_mail)';
const PORTION = 1_000;
const HOUR_MILLIS = 3_600_000;

/**
 * Mail that was sent or given up goes seven days later, with what became of it (`delivery_7_days` of the catalogue). What still
 * waits stays, however old. Without a mail server too: it may have been there yesterday.
 */
export class EndedMail {
  private readonly forgotAt = new Map<string, number>();

  constructor(private readonly database: Database) {}

  /** Once an hour is often enough for a week. */
  isDue(organisationId: string): boolean {
    return performance.now() > (this.forgotAt.get(organisationId) ?? Number.NEGATIVE_INFINITY) + HOUR_MILLIS;
  }

  async forget(organisationId: string): Promise<undefined> {
    for (let rest = 't'; rest === 't'; ) {
      const [, rows] = await this.database.flight(organisationId, [
        { text: FORGET, values: [PORTION] },
        { text: REST, values: [] },
      ]);
      rest = String(rows?.[0]?.[0]);
    }
    this.forgotAt.set(organisationId, performance.now());
    return undefined;
  }
}
