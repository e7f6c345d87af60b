import type { Client } from 'pg';
import type { Token } from './token.js';

export type Row = Readonly<Record<string, unknown>>;

/** Who listens. Without an employee nobody is signed in. */
export interface Receiver {
  readonly name: string;
  readonly organisationId: string | null;
  readonly employeeId: string | null;
}

/**
 * Who may be told which cell, written from the rules of the product as a reader understands them, over raw rows, and with
 * nothing of access or records: what they got wrong must not be wrong here in the same way.
 */
export class Oracle {
  private constructor(
    private readonly employees: readonly Row[],
    private readonly posts: readonly Row[],
    private readonly comments: readonly Row[],
    private readonly communities: readonly Row[],
    private readonly groups: readonly Row[],
    private readonly holders: readonly Row[],
    private readonly departures: readonly Row[],
    private readonly invitations: readonly Row[],
    private readonly pledges: readonly Row[],
    private readonly circles: readonly Row[],
  ) {}

  static async read(client: Client): Promise<Oracle> {
    const all = async (table: string) => (await client.query<Row>(`select * from ${table}`)).rows;
    return new Oracle(
      await all('employee'),
      await all('post'),
      await all('comment'),
      await all('community'),
      await all('audience'),
      await all('audience_holder'),
      await all('departure'),
      await all('community_invitation'),
      await all('pledge'),
      await all('circle'),
    );
  }

  may(receiver: Receiver, { entity, field, row, organisationId }: Token): boolean {
    const me = this.employees.find(({ id }) => id === receiver.employeeId);
    // Nobody, and who is no longer there, is told nothing; nor is anybody of another organisation.
    if (me?.['status'] !== 'active' || me['organisation_id'] !== organisationId) return false;
    const rule = RULES[`${entity}.${field}`];
    if (rule === undefined) throw new Error(`Nobody said who may be told ${entity}.${field}.`);
    return rule(new View(me, this.keysOf(me), this), row);
  }

  private keysOf({ id }: Row): ReadonlySet<string> {
    return new Set(
      this.holders.flatMap((one) => (one['employee_id'] === id ? [String(one['audience_key'])] : [])),
    );
  }

  /** @internal */
  get all() {
    const {
      employees,
      posts,
      comments,
      communities,
      groups,
      holders,
      departures,
      invitations,
      pledges,
      circles,
    } = this;
    return {
      employees,
      posts,
      comments,
      communities,
      groups,
      holders,
      departures,
      invitations,
      pledges,
      circles,
    };
  }
}

/** What one person may see. */
class View {
  constructor(
    readonly me: Row,
    private readonly held: ReadonlySet<string>,
    private readonly oracle: Oracle,
  ) {}

  get colleague(): boolean {
    return (this.me['roles'] as string[]).includes('employee');
  }

  get administrator(): boolean {
    return (this.me['roles'] as string[]).includes('administrator');
  }

  /** Who sits at the desk. */
  get officer(): boolean {
    const roles = this.me['roles'] as string[];
    return DESK.some((role) => roles.includes(role));
  }

  /** Something about oneself left with it. */
  departed(column: string, id: unknown): boolean {
    return this.oracle.all.departures.some(
      (one) => one['employee_id'] === this.me['id'] && one[column] === id,
    );
  }

  holds(keys: unknown): boolean {
    return (keys as unknown[]).some((key) => this.held.has(String(key)));
  }

  post(post: Row): boolean {
    if (post['author_id'] === this.me['id']) return true;
    return post['status'] === 'published' && this.holds(post['audience_keys']);
  }

  comment(comment: Row): boolean {
    if (comment['author_id'] === this.me['id']) return true;
    return (
      comment['status'] === 'published' &&
      (this.holds(comment['audience_keys']) || comment['post_author_id'] === this.me['id'])
    );
  }

  /** What stands beside a post, with the id of it. */
  beside({ id }: Row): boolean {
    return this.oracle.all.posts.some((one) => one['id'] === id && this.post(one));
  }

  wording(wording: Row): boolean {
    if (wording['author_id'] === this.me['id']) return true;
    return wording['status'] === 'published' && this.holds(wording['audience_keys']);
  }

  community(community: Row): boolean {
    return this.holds([community['audience_key']]) || (this.colleague && community['access'] !== 'hidden');
  }

  /** What somebody reads of a community before they come in. */
  introduced(community: Row): boolean {
    return this.community(community) || this.asked.some((one) => one['community_id'] === community['id']);
  }

  /** Where one is asked in. */
  get asked(): readonly Row[] {
    return this.oracle.all.invitations.filter(
      (one) => one['employee_id'] === this.me['id'] && !one['revoked'] && !one['declined'],
    );
  }

  /** The whole row of a person: the directory, oneself, and for administrators who was deactivated. */
  person(person: Row): boolean {
    return (
      person['id'] === this.me['id'] ||
      this.administrator ||
      (this.colleague && person['status'] === 'active')
    );
  }

  picture({ employee_id: id }: Row): boolean {
    return this.oracle.all.employees.some((one) => one['id'] === id && this.person(one));
  }

  /** Name and title of who stands beside what one sees: its writers, and its readers. */
  card(person: Row): boolean {
    if (this.person(person)) return true;
    if (this.asked.some((one) => one['invited_by'] === person['id'])) return true;
    const { posts, comments, communities, holders, pledges } = this.oracle.all;
    const seen = posts.filter((post) => this.post(post));
    const told = [...seen, ...comments.filter((comment) => this.comment(comment))];
    if (told.some((one) => one['author_id'] === person['id'])) return true;
    // Whom something was promised stands beside it, also once they left what it was said to.
    if (pledges.some((one) => one['to_id'] === person['id'] && this.beside(one))) return true;
    const known = communities.filter((community) => this.community(community));
    if (known.some((one) => (one['owner_ids'] as string[]).includes(String(person['id'])))) return true;
    const keys = new Set([
      ...seen
        .filter((post) => !this.untold(post))
        .flatMap((post) => (post['audience_keys'] as unknown[]).map(String)),
      ...known.map((one) => String(one['audience_key'])),
    ]);
    return holders.some(
      (one) => one['employee_id'] === person['id'] && keys.has(String(one['audience_key'])),
    );
  }

  /** Said to a circle of somebody else: it is told neither who else reads it nor what the circle is called. */
  private untold(post: Row): boolean {
    const keys = (post['audience_keys'] as unknown[]).map(String);
    return this.oracle.all.groups.some(
      (one) =>
        one['kind'] === 'circle' && one['owner_id'] !== this.me['id'] && keys.includes(String(one['key'])),
    );
  }

  circle(circle: Row): boolean {
    return circle['owner_id'] === this.me['id'];
  }

  /** The name of a group: whoever may write to it, or sees something written to it. */
  group(group: Row): boolean {
    const { posts, communities, employees } = this.oracle.all;
    const key = String(group['key']);
    if (group['kind'] === 'circle') return this.circle(group);
    if (this.held.has(key)) return true;
    if (
      posts.some(
        (post) =>
          this.post(post) &&
          !this.untold(post) &&
          (post['audience_keys'] as unknown[]).map(String).includes(key),
      )
    )
      return true;
    if (group['kind'] === 'community') {
      return communities.some((one) => one['id'] === group['group_id'] && this.community(one));
    }
    if (group['kind'] === 'person') {
      return employees.some((one) => one['id'] === group['group_id'] && this.person(one));
    }
    return this.colleague;
  }

  communityNamed(community: Row): boolean {
    const group = this.oracle.all.groups.find(({ key }) => String(key) === String(community['audience_key']));
    return this.introduced(community) || (group !== undefined && this.group(group));
  }

  guarded(person: Row, audience: string): boolean {
    if (person['id'] === this.me['id']) return true;
    if (!this.colleague || person['status'] !== 'active') return false;
    const open = person[audience];
    return (
      open === 'organisation' ||
      (open === 'department' &&
        person['department_id'] !== null &&
        person['department_id'] === this.me['department_id'])
    );
  }
}

const DESK = ['administrator', 'compliance_officer', 'data_protection', 'works_council'];

type Rule = (view: View, row: Row) => boolean;
const never: Rule = () => false;
/** Repeats the id of another row, whose own token says who may be told it. */
const elsewhere: Rule = () => true;
const person: Rule = (view, row) => view.person(row);
const card: Rule = (view, row) => view.card(row);
const post: Rule = (view, row) => view.post(row);
/** What stands beside a post goes with it. */
const beside: Rule = (view, row) => view.beside(row);
const comment: Rule = (view, row) => view.comment(row);
/** A picture goes with the row of whom it shows. */
const picture: Rule = (view, row) => view.picture(row);
const own: Rule = (view, row) => row['employee_id'] === view.me['id'];
/** The charter: everybody inside sees who may receive what, and what is asked. */
const charter: Rule = (view) => view.colleague;
const desk: Rule = (view) => view.officer;

const RULES: Readonly<Record<string, Rule>> = {
  'Acknowledgement.announcementId': elsewhere,
  'Acknowledgement.employeeId': elsewhere,
  // Nobody's screen says on which day.
  'Acknowledgement.acknowledgedOn': never,
  'Announcement.id': elsewhere,
  'Announcement.announcedId': elsewhere,
  'Announcement.authorId': elsewhere,
  'Announcement.remindedOn': beside,
  'AnnouncementAudience.audienceKey': never,
  'AnnouncementAudience.announcedId': elsewhere,
  'AnnouncementAudience.announcementId': elsewhere,
  'Account.id': never,
  'Account.employeeId': elsewhere,
  'Account.email': never,
  'AudienceGroup.key': never,
  'AudienceGroup.groupId': elsewhere,
  'AudienceGroup.name': (view, row) => view.group(row),
  'AudienceGroup.ownerId': elsewhere,
  'AudienceHolder.audienceKey': never,
  'AudienceHolder.employeeId': elsewhere,
  'CellOwner.rowId': elsewhere,
  'CellOwner.employeeId': elsewhere,
  'CellPerson.rowId': elsewhere,
  'CellPerson.employeeId': elsewhere,
  'CellUnmarked.rowId': elsewhere,
  'Circle.id': (view, row) => view.circle(row),
  'Circle.ownerId': elsewhere,
  'Circle.name': (view, row) => view.circle(row),
  // Nobody pages through circles.
  'Circle.nameFolded': never,
  'Circle.audienceKey': never,
  'Comment.id': comment,
  'Comment.postId': elsewhere,
  'Comment.authorId': elsewhere,
  'Comment.postAuthorId': elsewhere,
  'Comment.body': comment,
  'Comment.importedFrom': comment,
  'Comment.sourceKey': never,
  'Community.id': (view, row) => view.communityNamed(row),
  'Community.name': (view, row) => view.introduced(row),
  // A cursor of the list holds what the list is ordered by.
  'Community.nameFolded': (view, row) => view.community(row),
  'Community.purpose': (view, row) => view.introduced(row),
  'Community.charter': (view, row) => view.introduced(row),
  'Community.startedFromId': elsewhere,
  'Community.audienceKey': never,
  'Community.importedFrom': (view, row) => view.community(row),
  'Community.sourceKey': never,
  'CommunityInvitation.communityId': elsewhere,
  'CommunityInvitation.employeeId': elsewhere,
  'CommunityInvitation.invitedBy': elsewhere,
  'CommunityRequest.communityId': elsewhere,
  'CommunityRequest.employeeId': elsewhere,
  'CommunityRequest.words': (view, row) =>
    own(view, row) || (!row['declined'] && (row['keeper_ids'] as unknown[]).includes(view.me['id'])),
  'Employee.id': card,
  'Employee.name': card,
  'Employee.nameFolded': card,
  'Employee.nameWords': never,
  'Employee.title': card,
  'Employee.pronouns': person,
  'Employee.bio': person,
  'Employee.departmentId': elsewhere,
  'Employee.mobilePhone': (view, row) => view.guarded(row, 'mobile_phone_audience'),
  'Employee.birthday': (view, row) => view.guarded(row, 'birthday_audience'),
  'Employee.privateLocation': (view, row) => view.guarded(row, 'private_location_audience'),
  'Employee.importedFrom': never,
  'Employee.photoToken': person,
  'EmployeeNameWord.word': never,
  'EmployeePhoto.employeeId': elsewhere,
  'EmployeePhoto.token': elsewhere,
  'EmployeePhoto.small': picture,
  'EmployeePhoto.large': picture,
  'EmployeeNameWord.employeeId': elsewhere,
  'EmployeeSource.sourceKey': never,
  'EmployeeSource.employeeId': elsewhere,
  'ImportedMembership.communityId': elsewhere,
  'ImportedMembership.employeeId': elsewhere,
  'Invitation.employeeId': elsewhere,
  'Invitation.tokenHash': never,
  'Invitation.email': never,
  'Invitation.madeBy': elsewhere,
  'Password.accountId': never,
  'Password.hash': never,
  'Pledge.id': elsewhere,
  'Pledge.dueOn': beside,
  // A cursor of the list holds what the list is ordered by.
  'Pledge.dueId': beside,
  'Pledge.authorId': elsewhere,
  'Pledge.toId': elsewhere,
  'Pledge.confirmedById': elsewhere,
  'PledgeAudience.audienceKey': never,
  // Has a token of its own as the promise's.
  'PledgeAudience.dueId': elsewhere,
  'PledgeAudience.pledgeId': elsewhere,
  'Post.id': post,
  // A cursor of the feed holds what the feed is ordered by.
  'Post.publishedId': post,
  'Post.authorId': elsewhere,
  'Post.body': post,
  'Post.importedFrom': post,
  'Post.sourceKey': never,
  'PostAudience.audienceKey': never,
  'PostAudience.publishedId': elsewhere,
  'PostAudience.postId': elsewhere,
  'PostAudience.authorId': elsewhere,
  'Question.id': elsewhere,
  'Question.askedId': elsewhere,
  'Question.authorId': elsewhere,
  'Question.takenById': elsewhere,
  'Question.acceptedId': elsewhere,
  'QuestionAudience.audienceKey': never,
  'QuestionAudience.askedId': elsewhere,
  'QuestionAudience.questionId': elsewhere,
  'Reaction.postId': elsewhere,
  'Reaction.employeeId': elsewhere,
  'Revision.subjectId': elsewhere,
  'Revision.authorId': elsewhere,
  'Revision.postAuthorId': elsewhere,
  'Revision.body': (view, row) => view.wording(row),
  'SearchWord.audienceKey': never,
  'SearchWord.rowId': elsewhere,
  'SearchWord.via': never,
  'Session.id': own,
  'Session.accountId': never,
  'Session.employeeId': elsewhere,
  'Session.tokenHash': never,
  'Session.device': own,
  'AccountNotice.id': own,
  'AccountNotice.accountId': elsewhere,
  'AccountNotice.employeeId': elsewhere,
  'AccountNotice.sessionId': elsewhere,
  'Consent.id': own,
  'Consent.employeeId': elsewhere,
  'Consent.requestId': elsewhere,
  'Consent.recipientId': elsewhere,
  'Consent.rowId': elsewhere,
  'Consent.salt': own,
  'ConsentAsk.employeeId': elsewhere,
  'ConsentAsk.requestId': elsewhere,
  'ConsentAsk.lineageId': elsewhere,
  'ConsentAsk.ownerFolded': never,
  'ConsentIndexRow.employeeId': elsewhere,
  'ConsentIndexRow.recipientId': elsewhere,
  'ConsentItemRow.employeeId': elsewhere,
  'ConsentItemRow.recipientId': elsewhere,
  'ConsentItemRow.rowId': elsewhere,
  'ConsentRequest.id': charter,
  'ConsentRequest.recipientId': elsewhere,
  'ConsentRequest.benefit': charter,
  'ConsentRequest.question': charter,
  'ConsentRequest.createdBy': elsewhere,
  'ConsentRequest.askedThrough': elsewhere,
  'DepartureRow.employeeId': elsewhere,
  'DepartureRow.disclosureId': elsewhere,
  // A cursor of what left about somebody holds what that list is ordered by.
  'Disclosure.id': (view, row) => view.officer || view.departed('disclosure_id', row['id']),
  'Disclosure.recipientId': elsewhere,
  'Disclosure.question': (view, row) => view.officer || view.departed('disclosure_id', row['id']),
  'Disclosure.answered': desk,
  'Disclosure.requestedBy': elsewhere,
  'DisclosureApproval.disclosureId': elsewhere,
  'DisclosureApproval.approverId': elsewhere,
  'DisclosureField.disclosureId': elsewhere,
  'DisclosureGrant.id': elsewhere,
  'DisclosureGrant.recipientId': elsewhere,
  'DisclosureGrant.secretHash': never,
  'DisclosureGrant.sealedSecret': never,
  'DisclosureStep.id': never,
  'DisclosureStep.disclosureId': elsewhere,
  'DisclosureStep.fileSha256': desk,
  'Mail.id': never,
  'Mail.employeeId': elsewhere,
  'Mail.sealed': never,
  'MovedInRecord.employeeId': elsewhere,
  'Office.employeeId': elsewhere,
  'Office.givenBy': elsewhere,
  'Opening.id': charter,
  'Opening.recipientId': elsewhere,
  'Opening.proposedBy': elsewhere,
  'Opening.decidedBy': elsewhere,
  'Passkey.id': own,
  'Passkey.accountId': elsewhere,
  'Passkey.employeeId': elsewhere,
  'Passkey.credentialId': own,
  'Passkey.publicKey': never,
  'Passkey.name': own,
  'Passkey.transports': own,
  'PasskeyChallenge.sessionId': elsewhere,
  'PasskeyChallenge.accountId': elsewhere,
  'PasskeyChallenge.challengeHash': never,
  'PasswordReset.accountId': elsewhere,
  'PasswordReset.employeeId': elsewhere,
  'PasswordReset.tokenHash': never,
  'ProcessingLimit.employeeId': elsewhere,
  'PurposeProposal.proposedBy': elsewhere,
  'Recipient.id': charter,
  'Recipient.lineageId': elsewhere,
  'Recipient.name': charter,
  'Recipient.ownerName': charter,
  'Recipient.ownerFolded': never,
  'Recipient.contractReference': charter,
  'Recipient.transferTool': charter,
  'Recipient.contractFields': charter,
  'Recipient.deliveryEndpoint': charter,
  'Recipient.aliasSecret': never,
  'Recipient.proposedBy': elsewhere,
  'Recipient.decidedBy': elsewhere,
};
