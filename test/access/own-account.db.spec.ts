import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMail, PasswordResetService } from '@courtyard/identity';
import { Client } from 'pg';
import { Authenticator } from '../../libs/identity/fixtures/authenticator.js';
import type { Caller } from './caller.js';
import { type Company, foundCompany, PASSWORD } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

const ORIGIN = 'https://courtyard.kessler.example';
const NEXT = 'a heron stands in the reeds';
const folder = mkdtempSync(join(tmpdir(), 'courtyard-own-'));
let house: House;
let company: Company;
let owner: Client;

beforeAll(async () => {
  const settings = {
    folder,
    publicUrl: ORIGIN,
    smtpUrl: 'smtp://127.0.0.1:1',
    mailFrom: 'c@kessler.example',
  };
  house = await openHouse({ settings });
  company = await foundCompany(house);
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ME = `sessionId reauthenticatedUntil frozenUntil passkeys { id name createdAt lastUsedAt }
  accountNotices { id kind at } movedIn { sources { source } } movedInEver { sources { source } }`;
const me = async (caller: Caller) => (await caller.tell(`{ me { ${ME} } }`))['me'];
const reauthenticate = (caller: Caller, password: string) =>
  caller.ask(`mutation ($p: String!) { reauthenticate(password: $p) { ${ME} } }`, { p: password });
const register = async (caller: Caller, key: Authenticator) => {
  const { beginPasskeyRegistration: options } = await caller.tell('mutation { beginPasskeyRegistration }');
  return caller.ask(`mutation ($input: AddPasskeyInput!) { addPasskey(input: $input) { ${ME} } }`, {
    input: { name: ' My laptop ', response: key.create(options) },
  });
};
const assert = async (caller: Caller, key: Authenticator) => {
  const { beginPasskeyAssertion: options } = await caller.tell('mutation { beginPasskeyAssertion }');
  return caller.ask(`mutation ($r: String!) { reauthenticateWithPasskey(response: $r) { ${ME} } }`, {
    r: key.get(options),
  });
};
const signIn = async (email: string, password: string) => {
  const caller = house.stranger();
  const code = await caller.code('mutation ($input: SignInInput!) { signIn(input: $input) { sessionId } }', {
    input: { email, password, organisation: 'home' },
  });
  return { caller, code };
};
const askForLink = (caller: Caller, email: string) =>
  caller.ask('mutation ($e: String!) { requestPasswordReset(email: $e, organisation: "home") }', {
    e: email,
  });

async function mailTo(address: string) {
  const key = createHash('sha256')
    .update(readFileSync(join(folder, 'secrets', 'mail')))
    .digest();
  const { rows } = await owner.query('select organisation_id, id, sealed from mail order by id');
  return rows
    .map(({ organisation_id: organisationId, id, sealed }) => openMail(sealed, key, { organisationId, id }))
    .filter(({ to }) => to === address);
}

test('proving again is asked for, given by password, and of this session alone', async () => {
  const { eva } = company;
  expect(await me(eva)).toMatchObject({
    reauthenticatedUntil: null,
    frozenUntil: null,
    passkeys: [],
    accountNotices: [],
    movedIn: null,
    movedInEver: null,
  });
  const wrong = await reauthenticate(eva, 'not the password at all');
  expect(wrong.body.errors?.[0]?.extensions.code).toBe('password.wrong');
  const { body } = await reauthenticate(eva, PASSWORD);
  const until = Date.parse(body.data?.['reauthenticate'].reauthenticatedUntil);
  expect(until - Date.now()).toBeGreaterThan(4 * 60_000);
  expect(until - Date.now()).toBeLessThanOrEqual(5 * 60_000);
  const { caller: phone } = await signIn(eva.email, PASSWORD);
  expect((await me(phone)).reauthenticatedUntil).toBeNull();
});

test('a passkey is added, told to other sessions, and needed from then on', async () => {
  const { max } = company;
  const key = new Authenticator(ORIGIN);
  const early = await max.ask('mutation { beginPasskeyRegistration }');
  expect(early.body.errors?.[0]?.extensions).toMatchObject({
    code: 'auth.reauthentication_needed',
    by: 'password',
  });
  await reauthenticate(max, PASSWORD);
  const added = (await register(max, key)).body.data?.['addPasskey'];
  expect(added).toMatchObject({ passkeys: [{ name: 'My laptop', lastUsedAt: null }], accountNotices: [] });
  expect(Date.parse(added.frozenUntil) - Date.now()).toBeGreaterThan(13.9 * 24 * 3600_000);
  const { caller: phone } = await signIn(max.email, PASSWORD);
  const [notice] = (await me(phone)).accountNotices;
  expect(notice.kind).toBe('passkey_added');
  const forged = await assert(phone, new Authenticator(ORIGIN));
  expect(forged.body.errors?.[0]?.extensions.code).toBe('passkey.invalid');
  expect(
    (await reauthenticate(phone, PASSWORD)).body.data?.['reauthenticate'].reauthenticatedUntil,
  ).toBeNull();
  const proven = (await assert(phone, key)).body.data?.['reauthenticateWithPasskey'];
  expect(proven.reauthenticatedUntil).not.toBeNull();
  const dismiss = 'mutation ($id: ID!) { dismissAccountNotice(id: $id) { accountNotices { id } } }';
  expect(await company.ada.code(dismiss, { id: notice.id })).toBe('not_found');
  expect((await phone.tell(dismiss, { id: notice.id }))['dismissAccountNotice'].accountNotices).toEqual([]);
  const remove = 'mutation ($id: ID!) { removePasskey(id: $id) { passkeys { id } } }';
  const [{ id }] = proven.passkeys;
  await reauthenticate(company.ada, PASSWORD);
  expect(await company.ada.code(remove, { id })).toBe('not_found');
  expect((await phone.tell(remove, { id }))['removePasskey'].passkeys).toEqual([]);
  expect((await mailTo(max.email)).map(({ parameters }) => parameters['kind'])).toEqual(
    expect.arrayContaining(['passkey_added', 'passkey_removed']),
  );
});

test('nobody learns from asking for a link who has an account', async () => {
  const answers = await Promise.all(
    [company.ron.email, 'nobody@kessler.example'].map((email) => askForLink(house.stranger(), email)),
  );
  const [known, unknown] = answers.map(({ status, text }) => ({ status, text }));
  expect(known).toEqual({ status: 200, text: '{"data":{"requestPasswordReset":true}}\n' });
  expect(unknown).toEqual(known);
});

test('a link from the mail sets a password, ends every session, and holds once', async () => {
  const { ron } = company;
  await house.app.get(PasswordResetService, { strict: false }).idle();
  const [mail] = (await mailTo(ron.email)).filter(({ template }) => template === 'password_reset');
  const token = mail?.parameters['path']?.replace('/reset#', '');
  const reset = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }';
  expect(await house.stranger().code(reset, { input: { token: `${token}x`, password: NEXT } })).toBe(
    'password_reset.invalid',
  );
  const stranger = house.stranger();
  expect(await stranger.tell(reset, { input: { token, password: NEXT } })).toEqual({ resetPassword: true });
  expect(stranger.session).toBe('');
  expect(await ron.code('{ me { sessionId } }')).toBe('auth.signed_out');
  expect(await house.stranger().code(reset, { input: { token, password: PASSWORD } })).toBe(
    'password_reset.invalid',
  );
  expect((await signIn(ron.email, PASSWORD)).code).toBe('sign_in.wrong');
  const { caller } = await signIn(ron.email, NEXT);
  const viewer = await me(caller);
  expect(viewer.accountNotices).toMatchObject([{ kind: 'password_reset' }]);
  expect(viewer.frozenUntil).not.toBeNull();
});

test('whoever is invited gets the link by mail, too', async () => {
  const invitations = (await mailTo(company.eva.email)).filter(({ template }) => template === 'invitation');
  expect(invitations).toMatchObject([
    {
      language: 'en',
      parameters: { organisation: 'Kessler Pumps', path: expect.stringMatching(/^\/invitation#/) },
    },
  ]);
});

test('nobody signed out does any of it', async () => {
  for (const operation of [
    'reauthenticate(password: "x") { sessionId }',
    'beginPasskeyRegistration',
    'beginPasskeyAssertion',
    'addPasskey(input: { name: "x", response: "{}" }) { sessionId }',
    'removePasskey(id: "x") { sessionId }',
    'reauthenticateWithPasskey(response: "{}") { sessionId }',
    'dismissAccountNotice(id: "x") { sessionId }',
    'acknowledgeMovedIn { sessionId }',
    'eraseMovedIn(source: "Slack") { sessionId }',
  ])
    expect(await house.stranger().code(`mutation { ${operation} }`)).toBe('auth.signed_out');
});

test('nothing of it is readable in the database, nor in what PostgreSQL or the api said', async () => {
  const { rows } = await owner.query(
    "select string_agg(t::text, '') as all from (select encode(sealed, 'escape') from mail union all select key from sign_in_throttle) t",
  );
  for (const word of [company.ron.email, company.max.email, '/reset', '/invitation'])
    expect(rows[0].all).not.toContain(word);
});
