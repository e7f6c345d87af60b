import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { AcceptInvitationInput } from './invitation/invitation.input.js';
import { ChangePasswordInput } from './password/password.input.js';
import { SignInInput } from './sign-in/sign-in.input.js';

const good = {
  signIn: { email: 'bill@kessler.example', password: 'a violet tramway sleeps' },
  accept: { token: 'a token', password: 'a violet tramway sleeps' },
  change: { current: 'a violet tramway sleeps', next: 'seven lamps over Bergen' },
};
const inputs = [
  ['SignInInput', SignInInput, good.signIn],
  ['AcceptInvitationInput', AcceptInvitationInput, good.accept],
  ['ChangePasswordInput', ChangePasswordInput, good.change],
] as const;

async function wrongFields(type: new () => object, value: object): Promise<string[]> {
  const errors = await validate(plainToInstance(type, value), {
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  return errors.map(({ property }) => property);
}

describe.each(inputs)('%s', (_, type, value) => {
  it('takes what is as it must be, every field with a decorator', async () => {
    expect(await wrongFields(type, value)).toEqual([]);
  });

  it.each(Object.keys(value))('refuses %s that is missing, empty, no text, or endless', async (field) => {
    for (const wrong of [
      undefined,
      null,
      '',
      7,
      true,
      {},
      ['x'],
      { toString: () => 'x' },
      'x'.repeat(10_000),
    ]) {
      expect(await wrongFields(type, { ...value, [field]: wrong })).toEqual([field]);
    }
  });

  it('refuses a field that is none of its own', async () => {
    expect(await wrongFields(type, { ...value, role: 'administrator' })).toEqual(['role']);
  });
});

describe('the organisation of SignInInput', () => {
  it('is a handle or left out', async () => {
    for (const organisation of [undefined, null, 'kessler']) {
      expect(await wrongFields(SignInInput, { ...good.signIn, organisation })).toEqual([]);
    }
    for (const organisation of ['', 'Kessler', 'a b', 'x'.repeat(64), "'", 'a\0', 'a\n']) {
      expect(await wrongFields(SignInInput, { ...good.signIn, organisation })).toEqual(['organisation']);
    }
  });
});
