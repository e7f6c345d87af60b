import { readFileSync } from 'node:fs';
import { type Actor, allows, type Policy, systemActor } from '@courtyard/access';
import { assertEverythingClassified, fieldsOf } from '@courtyard/catalogue';
import { employeeActor } from '@courtyard/testing';
import { v7 as newId } from 'uuid';
import { Account } from './account/account.entity.js';
import { accountPolicy } from './account/account.policy.js';
import { AccountNotice } from './account-notice/account-notice.entity.js';
import { accountNoticePolicy } from './account-notice/account-notice.policy.js';
import { Invitation } from './invitation/invitation.entity.js';
import { invitationPolicy } from './invitation/invitation.policy.js';
import { MAIL_TEMPLATES, Mail } from './mail/mail.entity.js';
import { mailPolicy } from './mail/mail.policy.js';
import { Passkey } from './passkey/passkey.entity.js';
import { passkeyPolicy } from './passkey/passkey.policy.js';
import { PasskeyChallenge } from './passkey/passkey-challenge.entity.js';
import { passkeyChallengePolicy } from './passkey/passkey-challenge.policy.js';
import { Password } from './password/password.entity.js';
import { passwordPolicy } from './password/password.policy.js';
import { PasswordReset } from './password-reset/password-reset.entity.js';
import { passwordResetPolicy } from './password-reset/password-reset.policy.js';
import { Session } from './session/session.entity.js';
import { sessionPolicy } from './session/session.policy.js';

const organisationId = newId();
const accountId = newId();
const sessionId = newId();
const roles = [
  'moderator',
  'compliance_officer',
  'works_council',
  'data_protection',
  'administrator',
  'operator',
];
const account = { organisationId, id: accountId, employeeId: newId(), status: 'active' };
const rows: readonly (readonly [Policy, object])[] = [
  [accountPolicy, account],
  [passwordPolicy, { organisationId, accountId }],
  [sessionPolicy, { organisationId, id: sessionId, accountId }],
  [invitationPolicy, { organisationId, employeeId: account.employeeId }],
  [passkeyPolicy, { organisationId, id: newId(), accountId }],
  [passkeyChallengePolicy, { organisationId, sessionId, ceremony: 'assertion', accountId }],
  [passwordResetPolicy, { organisationId, accountId }],
  [accountNoticePolicy, { organisationId, id: newId(), accountId }],
  [mailPolicy, { organisationId, id: newId() }],
];

const RESOURCES = rows.map(([policy]) => policy.resource);
type Granted = Record<string, readonly string[]>;

/** What is granted, by resource; nothing for those that are left out. */
function grantedTo(actor: Actor): Granted {
  return Object.fromEntries(
    rows.flatMap(([policy, row]) => {
      const actions = policy.actions.filter((action) => allows(policy, actor, action, row));
      return actions.length > 0 ? [[policy.resource, actions]] : [];
    }),
  );
}

describe('who may do what in identity', () => {
  it('to an account and what belongs to it: its owner alone', () => {
    const owner = employeeActor({ organisationId, facts: { account: accountId, session: sessionId } });
    expect(grantedTo(owner)).toEqual({
      Account: ['read', 'change_language', 'freeze'],
      Password: ['verify', 'change'],
      Session: ['read', 'revoke', 'prove'],
      Passkey: ['read', 'add', 'use', 'remove'],
      PasskeyChallenge: ['ask', 'answer'],
      AccountNotice: ['read', 'dismiss', 'leave'],
      Mail: ['queue'],
    });
  });

  it('a proof and a challenge are of one session: another one of the same person may neither', () => {
    const elsewhere = employeeActor({ organisationId, facts: { account: accountId, session: newId() } });
    const granted = grantedTo(elsewhere);
    expect(granted['Session']).toEqual(['read', 'revoke']);
    expect(granted['PasskeyChallenge']).toBeUndefined();
  });

  it('others, in any role: nothing but to queue mail unseen, and administrators invite and shut out', () => {
    for (const role of roles) {
      const facts = { account: newId(), session: newId() };
      const other = employeeActor({ organisationId, roles: [role], facts });
      expect(grantedTo(other)).toEqual(
        role === 'administrator'
          ? { Account: ['avoid', 'shut_out'], Session: ['shut_out'], Invitation: ['make'], Mail: ['queue'] }
          : { Mail: ['queue'] },
      );
    }
  });

  it('somebody without the facts of an account and a session: nothing', () => {
    expect(grantedTo(employeeActor({ organisationId }))).toEqual({ Mail: ['queue'] });
  });

  it('errands: each what it is for, import who is here, live nothing', () => {
    const granted = (errand: string) => grantedTo(systemActor(errand, organisationId));
    expect(granted('sign_in')).toEqual({
      Account: ['authenticate', 'open'],
      Password: ['verify', 'rehash', 'set'],
      Session: ['open', 'end'],
      Invitation: ['redeem'],
    });
    expect(granted('reset_password')).toEqual({
      Account: ['freeze', 'reset'],
      Password: ['reset'],
      Session: ['end'],
      PasswordReset: ['make', 'redeem'],
      AccountNotice: ['leave'],
      Mail: ['queue'],
    });
    expect(granted('prune_identity')).toEqual({
      Session: ['prune'],
      Invitation: ['prune'],
      PasskeyChallenge: ['prune'],
      PasswordReset: ['prune'],
      AccountNotice: ['prune'],
    });
    expect(granted('found_organisation')).toEqual({
      Account: ['avoid', 'match'],
      Invitation: ['make'],
      Mail: ['queue'],
    });
    // An import learns who is here already, and opens nothing.
    expect(granted('import')).toEqual({ Account: ['match'], Invitation: ['match'], Mail: ['queue'] });
    expect(granted('invite_imported')).toEqual({
      Account: ['avoid', 'match'],
      Invitation: ['make'],
      Mail: ['queue'],
    });
    expect(granted('live')).toEqual({});
    expect(RESOURCES).toHaveLength(9);
  });

  it('nobody reads a mail that waits, nor makes a reset for somebody', () => {
    expect(mailPolicy.actions).toEqual(['queue']);
    expect(passwordResetPolicy.rules.every(({ errand }) => errand !== undefined)).toBe(true);
  });

  it('a deactivated account does not authenticate', () => {
    const actor = systemActor('sign_in', organisationId);
    const policy = accountPolicy;
    expect(allows(policy, actor, 'authenticate', { ...account, status: 'deactivated' })).toBe(false);
  });
});

describe('the catalogue', () => {
  const entities = [
    Account,
    AccountNotice,
    Invitation,
    Mail,
    Passkey,
    PasskeyChallenge,
    Password,
    PasswordReset,
    Session,
  ];

  it('knows every column of identity', () => {
    expect(() => assertEverythingClassified(entities)).not.toThrow();
  });

  it('and the migration gives the numbers that the code says', () => {
    const names = new Set(entities.map(({ name }) => name));
    const given = ['0005-create-identity', '0013-extend-identity'].flatMap((migration) =>
      [
        ...readFileSync(`${process.cwd()}/migrations/${migration}.sql`, 'utf8').matchAll(
          /\('([A-Z]\w+)', (\d+), '(\w+)'\)/g,
        ),
      ]
        .filter(([, entity]) => names.has(entity ?? ''))
        .map(([, entity, number, name]) => `${entity} ${number} ${name}`),
    );
    const said = entities.flatMap((entity) =>
      fieldsOf(entity).map((field) => `${entity.name} ${field.number} ${field.name}`),
    );
    expect(given.sort()).toEqual(said.sort());
  });

  it('mails what the table takes, and no other template', () => {
    const migration = readFileSync(`${process.cwd()}/migrations/0013-extend-identity.sql`, 'utf8');
    expect(migration).toContain(`template in (${MAIL_TEMPLATES.map((name) => `'${name}'`).join(', ')})`);
  });
});
