import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from './browser.js';
import { expectThat } from './demo.errors.js';
import type { Narrator } from './narrator.js';
import { type Asked, type Column, type Named, Office } from './office.js';
import { changeOneByte } from './one-byte.js';
import { Partner } from './partner.js';
import { egressBelow } from './processes.js';
import type { Stage } from './stage.js';

const BILL = { email: 'bill.kowalczyk@kessler-pumps.example', password: 'football on saturday' };
const RUTH = { email: 'ruth.adeyemi@kessler-pumps.example', password: 'two people and a reason' };
const HENRIKE = { email: 'henrike.vos@kessler-pumps.example', password: 'crane moves at two' };
const IVO = { email: 'ivo.markovic@kessler-pumps.example', password: 'no shift without a vote' };

const NAMES_AND_POSTS = ['Employee.name', 'Post.body'];
/** Longer than the cooling off of a yes. */
const A_DAY_LATER = 25;

/**
 * Bill's name: a company moves in, somebody wants its people's data, is refused cell by cell, gets one cell by one person's
 * yes, loses it again, and an outsider can check what was recorded.
 */
export class Story {
  private bill!: Browser;
  private ruth!: Office;

  constructor(
    private readonly stage: Stage,
    private readonly narrator: Narrator,
    private readonly exported: string,
  ) {}

  async play(): Promise<void> {
    const { narrator } = this;
    narrator.say(
      'Kessler Pumps opens its house. Everything below is said to real processes, and every answer is checked.',
    );
    await this.stage.open();
    await this.everybodySignsIn();
    await this.moveIn();
    await this.giveThanks();
    await this.askForMarketing();
    const partner = await Partner.meet();
    const recipient = await this.askAsPartner(partner);
    const request = await this.sayYes(recipient);
    await this.release(recipient, partner);
    await this.withdraw(recipient, partner, request);
    await this.verify();
    narrator.say('\nThat was the story. Nothing of it stays on this machine.');
  }

  private async moveIn(): Promise<void> {
    const { narrator, stage } = this;
    narrator.begin('A company moves in from its Slack export.');
    const report = join(stage.folder, 'report.json');
    const { code, printed } = await stage.command('import', 'slack', this.exported, '--report', report);
    expectThat(code === 0, `the import ends well (${printed.slice(-300)})`);
    const { total, taken, listed } = JSON.parse(await readFile(report, 'utf8')) as {
      total: number;
      taken: number;
      listed: readonly { reason: string; count: number }[];
    };
    const left = listed.reduce((sum, { count }) => sum + count, 0);
    expectThat(total > 0 && total === taken + left, 'each message is taken or listed with its reason');
    narrator.say(`${total} messages in the export: ${taken} taken, ${left} listed with their reason.`);
    narrator.say('Its people have consented to nothing.');
  }

  private async giveThanks(): Promise<void> {
    this.narrator.begin('Bill thanks a colleague for football tickets.');
    const body =
      'Thank you for the two tickets, Henrike. My grandson has not stopped talking about the second goal.';
    await this.bill.tell('mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }', {
      input: { idempotencyKey: crypto.randomUUID(), body, audience: [{ kind: 'organisation' }] },
    });
    this.narrator.say(`Bill, to everybody at Kessler Pumps: “${body}”`);
  }

  private async askForMarketing(): Promise<void> {
    const { narrator, ruth } = this;
    narrator.begin('A sports retailer would like to know who loves football.');
    const retailer = await ruth.register({
      name: 'Anpfiff Sportswelt',
      category: 'marketing_or_advertising_party',
      ownerName: 'Anpfiff Handels GmbH',
      ageKey: (await Partner.meet()).ageKey,
    });
    narrator.say('Registered for what it is, by two people: a marketing or advertising party.');
    await this.refused(retailer, 'marketing', 'purpose_never', 'For marketing');
    await this.refused(retailer, 'partner_sharing', 'recipient_never', 'Then call it partner sharing');
  }

  private async askAsPartner(partner: Partner): Promise<Named> {
    const { narrator, ruth } = this;
    narrator.begin('An honest business partner asks.');
    const recipient = await ruth.register({
      name: 'Rheinkurve Fanreisen',
      category: 'business_partner',
      ownerName: 'Rheinkurve Fanreisen eG',
      ageKey: partner.ageKey,
    });
    await ruth.open(recipient, 'partner_sharing', NAMES_AND_POSTS);
    narrator.say(
      'Registered, and names and posts opened to it for partner sharing, each by two people of two roles.',
    );
    await this.refused(recipient, 'partner_sharing', 'withheld', 'For partner sharing');
    narrator.say(
      'Below ten nothing is told, so that nobody learns who said what. So it is tried, approved by two:',
    );
    const disclosure = await ruth.request(this.asked(recipient), 'Who would come to the cup final?');
    await ruth.approve(disclosure);
    await ruth.untilEnded(disclosure);
    const { rows } = await partner.receive(this.drop);
    expectThat(rows.length === 0, 'no row is delivered while nobody said yes');
    narrator.say(
      'The partner opens a table without a row. Nobody has said yes; and whoever asked cannot tell that from fewer than ten.',
    );
    return recipient;
  }

  private async sayYes(recipient: Named): Promise<string> {
    const { narrator, ruth, stage } = this;
    narrator.begin('Bill is asked, and says yes to his name.');
    await ruth.askEverybody(recipient, 'partner_sharing', ['Employee.name']);
    const { askedOfMe } = await this.bill.tell(
      `{ askedOfMe { nodes { id benefit fields { field { key } values version } } } }`,
    );
    const [request] = askedOfMe.nodes;
    expectThat(request?.fields[0]?.values[0] === 'Bill Kowalczyk', 'Bill sees his own name on the card');
    narrator.say(`What Bill reads: “${request.benefit}” What it would be: “${request.fields[0].values[0]}”.`);
    const { version } = request.fields[0];
    const answers = [{ fieldKey: 'Employee.name', yes: true, version }];
    const answer = { input: { requestId: request.id, answers } };
    const give = `mutation ($input: AnswerConsentInput!) { answerConsent(input: $input) { fields { answer { state effectiveAt } } } }`;
    const refusal = await this.bill.code(give, answer);
    expectThat(refusal === 'auth.reauthentication_needed', 'a yes needs a fresh proof of who says it');
    narrator.say('A yes needs to be really his: the session alone is not enough, he proves again who he is.');
    await this.bill.tell('mutation ($p: String!) { reauthenticate(password: $p) { sessionId } }', {
      p: BILL.password,
    });
    const { answerConsent } = await this.bill.tell(give, answer);
    expectThat(answerConsent.fields[0].answer.state === 'cooling_off', 'a yes cools off before it holds');
    await this.refused(
      recipient,
      'partner_sharing',
      'withheld',
      'Within the first day, which is for second thoughts',
    );
    await stage.close();
    await stage.open(A_DAY_LATER);
    await this.everybodySignsIn();
    narrator.say('A day passes.');
    return String(request.id);
  }

  private async release(recipient: Named, partner: Partner): Promise<void> {
    const { narrator, ruth } = this;
    narrator.begin('The same request again: exactly that one cell is released.');
    const disclosure = await ruth.request(
      this.asked(recipient),
      'Whom may we greet by name at the cup final?',
    );
    await ruth.approve(disclosure);
    narrator.say(
      'Requested by the compliance officer, approved by the administrator and by the works council.',
    );
    await ruth.untilEnded(disclosure);
    const { rows, manifest } = await partner.receive(this.drop);
    const cells = rows.flatMap((row) => Object.entries(row.cells));
    expectThat(
      cells.length === 1 && cells[0]?.[1] === 'Bill Kowalczyk',
      'the row has Bill’s name and nothing else',
    );
    narrator.say('What the partner opens with its own key; nobody at Kessler Pumps can:');
    narrator.table(cells.map(([name, cell]) => [name, String(cell)]));
    expectThat(manifest.includes('signature'), 'the manifest is signed');
    narrator.say(
      'With it comes a signed manifest: what was released, under which policy, and that it may not be passed on.',
    );
    const { leftAboutMe } = await this.bill.tell(
      '{ leftAboutMe { nodes { rows fields { key } recipient { name } } } }',
    );
    expectThat(leftAboutMe.nodes.length === 1, 'Bill sees what left about him');
    narrator.say(
      `Bill sees it under “What left”: ${leftAboutMe.nodes[0].fields[0].key} to ${leftAboutMe.nodes[0].recipient.name}.`,
    );
  }

  private async withdraw(recipient: Named, partner: Partner, request: string): Promise<void> {
    const { narrator, ruth, stage } = this;
    narrator.begin('Bill takes his yes back while a second delivery is queued.');
    const egress = egressBelow(stage.pid);
    egress.hold();
    const disclosure = await ruth.request(this.asked(recipient), 'And whom next season?');
    await ruth.approve(disclosure);
    narrator.say(
      'Approved by both; the process that sends is held still for a moment, as a slow line would hold it.',
    );
    const { myConsents } = await this.bill.tell('{ myConsents { nodes { id state } } }');
    await this.bill.tell('mutation ($id: ID!) { withdrawConsent(id: $id) { state } }', {
      id: myConsents.nodes[0].id,
    });
    narrator.say('One click, no password, no question why.');
    egress.release();
    await ruth.untilEnded(disclosure);
    const { rows } = await partner.receive(this.drop);
    expectThat(rows.length === 0, 'nothing of Bill was delivered');
    narrator.say(
      'The delivery of his name stops: judged again just before sending, it may not leave. The partner opens a table without a',
    );
    narrator.say('row, and nobody at Kessler Pumps can tell that somebody withdrew.');
    const { node } = await this.bill.tell(
      'query ($id: ID!) { node(id: $id) { ... on ConsentRequest { fields { answer { state } } } } }',
      { id: request },
    );
    expectThat(node.fields[0].answer.state === 'withdrawn', 'his answer reads withdrawn');
    await this.refused(recipient, 'partner_sharing', 'withheld', 'Asked once more');
  }

  private async verify(): Promise<void> {
    const { narrator, stage } = this;
    narrator.begin('An outsider checks the log.');
    const folder = join(stage.folder, 'log');
    const key = join(stage.folder, 'log.key');
    const printed = await stage.command('log', 'key');
    expectThat(printed.code === 0, 'the installation tells its public key');
    await writeFile(key, printed.printed);
    const exported = await stage.command('log', 'export', folder);
    expectThat(exported.code === 0, `the log is exported (${exported.printed})`);
    const proven = await stage.command('verify', folder, '--key', key);
    expectThat(proven.code === 0, `the log proves (${proven.printed})`);
    narrator.say(plain(proven.printed));
    const changed = await changeOneByte(folder);
    const broken = await stage.command('verify', folder, '--key', key);
    expectThat(broken.code !== 0, 'a changed byte is found');
    narrator.say(`Now one byte of ${changed} is changed:`);
    narrator.say(plain(broken.printed));
    await this.count();
  }

  private async count(): Promise<void> {
    const { narrator, stage } = this;
    narrator.begin('The works council counts what breaks a rule.');
    const { code, printed } = await stage.command('prove', '--installation');
    expectThat(code === 0, `no row breaks a rule (${printed})`);
    narrator.say(printed.trim().split('\n\n')[0] ?? '');
  }

  /** Asks what would be released now, and tells that nothing would, and why. */
  private async refused(recipient: Named, purpose: string, reason: string, words: string): Promise<void> {
    const columns = await this.ruth.preview({ recipient, purpose, fields: NAMES_AND_POSTS });
    for (const column of columns) expectRefused(column, reason);
    this.narrator.say(`${words}:`);
    this.narrator.table(columns.map((column) => [column.field.key, countsOf(column)]));
  }

  private asked(recipient: Named): Asked {
    return { recipient, purpose: 'partner_sharing', fields: NAMES_AND_POSTS };
  }

  private async everybodySignsIn(): Promise<void> {
    const { url } = this.stage;
    this.bill = await Browser.signIn(url, BILL);
    this.ruth = await Office.staff(url, { officer: RUTH, seconds: [HENRIKE, IVO] });
  }

  /** Where the partner fetches what was delivered. */
  private get drop(): string {
    return join(this.stage.folder, 'installation', 'disclosures');
  }
}

function expectRefused({ field, released, withheld }: Column, reason: string): void {
  const others = withheld.filter((one) => one.reason !== reason && one.count !== '0');
  expectThat(released === '0' || reason === 'withheld', `no cell of ${field.key} is released`);
  expectThat(
    others.every((one) => one.count === 'fewer than ten'),
    `${field.key} is ${reason} throughout`,
  );
}

/** As the officer reads it. */
function countsOf({ cells, released, withheld }: Column): string {
  const parts = withheld.map(({ reason, count }) => `${reason} ${count}`);
  return `${cells} cells: released ${released}, ${parts.join(', ')}`;
}

/** Without what the log says of how it was built. */
function plain(printed: string): string {
  const lines = printed.trim().split('\n');
  return lines.filter((line) => !line.startsWith('The log says of itself')).join('\n');
}
