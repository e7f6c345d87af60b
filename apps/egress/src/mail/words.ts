import type { MailTemplate } from '@courtyard/identity';

/** A mail as words: text only, without anything that is fetched when it is read. */
export interface Letter {
  /** Fixed words of the template: no value of anybody ever stands in a header but the address itself. */
  readonly subject: string;
  readonly text: string;
}

/** What a template is filled with, checked and of one line each. */
export interface Filling {
  /** Absent: the greeting names nobody. */
  readonly name: string | undefined;
  /** The link, whole, below this installation's own address; absent where none was given. */
  readonly link: string;
  /** When what is told happened, in words of the language. */
  readonly at: string | undefined;
  /** Until when the link works, likewise. */
  readonly until: string | undefined;
  /** The organisation that invites. */
  readonly organisation: string | undefined;
  /** Which of several things is told. */
  readonly kind: string | undefined;
}

export type Words = Readonly<Record<MailTemplate, (filling: Filling) => Letter>>;
