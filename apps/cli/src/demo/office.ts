import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, type Told } from './browser.js';
import { DemoFault } from './demo.errors.js';

export interface Named {
  readonly id: string;
}

export interface Asked {
  readonly recipient: Named;
  readonly purpose: string;
  readonly fields: readonly string[];
}

/** A column of a preview, with its counts as people read them. */
export interface Column {
  readonly field: { readonly key: string };
  readonly cells: string;
  readonly released: string;
  readonly withheld: readonly { readonly reason: string; readonly count: string }[];
}

interface SignIn {
  readonly email: string;
  readonly password: string;
}

const COLUMNS = 'columns { field { key } cells released withheld { reason count } }';
const PATIENCE_MILLIS = 60_000;

/** The compliance officer and the two who must agree with her. Every decision begins with a proof of who decides. */
export class Office {
  private constructor(
    private readonly officer: Person,
    private readonly seconds: readonly Person[],
  ) {}

  static async staff(url: string, staff: { officer: SignIn; seconds: readonly SignIn[] }): Promise<Office> {
    const person = async (signIn: SignIn) => new Person(await Browser.signIn(url, signIn), signIn.password);
    return new Office(await person(staff.officer), await Promise.all(staff.seconds.map(person)));
  }

  /** Proposed by the officer, confirmed by somebody of another role. */
  async register(about: {
    name: string;
    category: string;
    ownerName: string;
    ageKey: string;
  }): Promise<Named> {
    const { ageKey, ...rest } = about;
    const input = { ...rest, country: 'DE', deliveryKind: 'file_drop', agePublicKey: ageKey };
    const proposed = await this.officer.decide(
      'mutation ($input: ProposeRecipientInput!) { done: proposeRecipient(input: $input) { id } }',
      { input: { ...input, idempotencyKey: crypto.randomUUID() } },
    );
    return this.confirmed('decideRecipient', proposed.done);
  }

  /** The organisation lets people be asked about these fields for this purpose and recipient; an opening is of one entity. */
  async open({ id }: Named, purpose: string, fieldKeys: readonly string[]): Promise<void> {
    for (const keys of Map.groupBy(fieldKeys, (key) => key.split('.')[0]).values()) {
      const { done } = await this.officer.decide(
        'mutation ($input: ProposeOpeningInput!) { done: proposeOpening(input: $input) { id } }',
        { input: { idempotencyKey: crypto.randomUUID(), purpose, recipientId: id, fieldKeys: keys } },
      );
      await this.confirmed('decideOpening', done);
    }
  }

  async askEverybody({ id }: Named, purpose: string, fieldKeys: readonly string[]): Promise<void> {
    await this.officer.decide(
      'mutation ($input: AskConsentInput!) { done: askConsent(input: $input) { id } }',
      {
        input: {
          idempotencyKey: crypto.randomUUID(),
          recipientId: id,
          purpose,
          fieldKeys,
          benefit: 'Two tickets for the cup final, drawn among those who say yes.',
          question: 'May the fan travel cooperative greet you by name at the cup final?',
          validMonths: 6,
          audience: [{ kind: 'organisation' }],
        },
      },
    );
  }

  async preview({ recipient, purpose, fields }: Asked): Promise<readonly Column[]> {
    const { previewDisclosure } = await this.officer.browser.tell(
      `query ($input: PreviewDisclosureInput!) { previewDisclosure(input: $input) { ${COLUMNS} } }`,
      { input: { recipientId: recipient.id, purpose, fieldKeys: fields } },
    );
    return previewDisclosure.columns;
  }

  /** @returns its id */
  async request({ recipient, purpose, fields }: Asked, question: string): Promise<string> {
    const { done } = await this.officer.decide(
      'mutation ($input: RequestDisclosureInput!) { done: requestDisclosure(input: $input) { id } }',
      {
        input: {
          idempotencyKey: crypto.randomUUID(),
          recipientId: recipient.id,
          purpose,
          fieldKeys: fields,
          question,
          format: 'jsonl',
          expiresInHours: 48,
        },
      },
    );
    return done.id;
  }

  /** By both others, who are of different roles. */
  async approve(disclosure: string): Promise<void> {
    for (const second of this.seconds) {
      await second.decide('mutation ($input: DecideInput!) { decideDisclosure(input: $input) { status } }', {
        input: { id: disclosure, approve: true },
      });
    }
  }

  async untilEnded(disclosure: string): Promise<void> {
    const until = Date.now() + PATIENCE_MILLIS;
    while (Date.now() < until) {
      const { node } = await this.officer.browser.tell(
        'query ($id: ID!) { node(id: $id) { ... on Disclosure { status } } }',
        { id: disclosure },
      );
      if (node.status === 'ended') return;
      await sleep(250);
    }
    throw new DemoFault('The disclosure did not end within a minute.');
  }

  private async confirmed(mutation: string, { id }: Named): Promise<Named> {
    const [second] = this.seconds;
    const { done } = await (second as Person).decide(
      `mutation ($input: DecideInput!) { done: ${mutation}(input: $input) { id status } }`,
      { input: { id, approve: true } },
    );
    if (done.status !== 'active') throw new DemoFault('What two people agreed on is not active.');
    return done;
  }
}

class Person {
  constructor(
    readonly browser: Browser,
    private readonly password: string,
  ) {}

  async decide(mutation: string, variables: object): Promise<Told> {
    await this.browser.tell('mutation ($p: String!) { reauthenticate(password: $p) { sessionId } }', {
      p: this.password,
    });
    return this.browser.tell(mutation, variables);
  }
}
