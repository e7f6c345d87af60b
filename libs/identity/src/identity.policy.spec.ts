import { readFileSync } from 'node:fs';
import { allows, type Policy, systemActor } from '@courtyard/access';
import { assertEverythingClassified, fieldsOf } from '@courtyard/catalogue';
import { employeeActor } from '@courtyard/testing';
import { v7 as newId } from 'uuid';
import { Account } from './account/account.entity.js';
import { accountPolicy } from './account/account.policy.js';
import { Invitation } from './invitation/invitation.entity.js';
import { invitationPolicy } from './invitation/invitation.policy.js';
import { Password } from './password/password.entity.js';
import { passwordPolicy } from './password/password.policy.js';
import { Session } from './session/session.entity.js';
import { sessionPolicy } from './session/session.policy.js';

const organisationId = newId();
const accountId = newId();
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
  [sessionPolicy, { organisationId, id: newId(), accountId }],
  [invitationPolicy, { organisationId, employeeId: account.employeeId }],
];

describe('who may do what in identity', () => {
  it('to an account, its password and its sessions: its owner alone', () => {
    const owner = employeeActor({ organisationId, facts: { account: accountId } });
    const granted = rows.map(([policy, row]) =>
      policy.actions.filter((action) => allows(policy, owner, action, row)),
    );
    expect(granted).toEqual([
      ['read', 'change_language'],
      ['verify', 'change'],
      ['read', 'revoke', 'use'],
      [],
    ]);
  });

  it('others, in any role: nothing, but administrators invite and shut out', () => {
    for (const role of roles) {
      const other = employeeActor({ organisationId, roles: [role], facts: { account: newId() } });
      const granted = rows.flatMap(([policy, row]) =>
        policy.actions.filter((action) => allows(policy, other, action, row)),
      );
      expect(granted).toEqual(role === 'administrator' ? ['avoid', 'shut_out', 'shut_out', 'make'] : []);
    }
  });

  it('somebody without the fact of an account: nothing', () => {
    const nobody = employeeActor({ organisationId });
    for (const [policy, row] of rows) {
      for (const action of policy.actions) expect(allows(policy, nobody, action, row)).toBe(false);
    }
  });

  it('errands: sign-in and founding what they need, import who is here, live nothing', () => {
    const granted = (errand: string) =>
      rows.map(([policy, row]) =>
        policy.actions.filter((action) => allows(policy, systemActor(errand, organisationId), action, row)),
      );
    expect(granted('sign_in')).toEqual([
      ['authenticate', 'open'],
      ['verify', 'rehash', 'set'],
      ['open', 'end'],
      ['redeem'],
    ]);
    expect(granted('found_organisation')).toEqual([['avoid'], [], [], ['make']]);
    // An import learns who is here already, and opens nothing.
    expect(granted('import')).toEqual([['match'], [], [], ['match']]);
    expect(granted('invite_imported')).toEqual([['avoid', 'match'], [], [], ['make']]);
    expect(granted('live')).toEqual([[], [], [], []]);
  });

  it('a deactivated account does not authenticate', () => {
    const actor = systemActor('sign_in', organisationId);
    const policy = accountPolicy;
    expect(allows(policy, actor, 'authenticate', { ...account, status: 'deactivated' })).toBe(false);
  });
});

describe('the catalogue', () => {
  const entities = [Account, Password, Session, Invitation];

  it('knows every column of identity', () => {
    expect(() => assertEverythingClassified(entities)).not.toThrow();
  });

  it('and the migration gives the numbers that the code says', () => {
    const migration = readFileSync(`${process.cwd()}/migrations/0005-create-identity.sql`, 'utf8');
    const given = [...migration.matchAll(/\('([A-Z]\w+)', (\d+), '(\w+)'\)/g)].map(
      ([, entity, number, name]) => `${entity} ${number} ${name}`,
    );
    const said = entities.flatMap((entity) =>
      fieldsOf(entity).map((field) => `${entity.name} ${field.number} ${field.name}`),
    );
    expect(given.sort()).toEqual(said.sort());
  });
});
