import { openMail, sealMail } from './sealed-mail.js';

const key = Buffer.alloc(32, 3);
const place = {
  organisationId: '0195a000-0000-7000-8000-000000000001',
  id: '0195a000-0000-7000-8000-000000000002',
};
const mail = {
  to: 'bill@kessler.example',
  template: 'password_reset',
  language: 'de',
  parameters: { path: '/reset#token' },
} as const;

describe('a sealed mail', () => {
  it('opens with its key, in its row', () => {
    const sealed = sealMail(mail, key, place);
    expect(openMail(sealed, key)).toEqual(mail);
    expect(openMail(sealed, key, place)).toEqual(mail);
  });

  it('shows nothing, and is another one each time', () => {
    const [one, two] = [sealMail(mail, key, place), sealMail(mail, key, place)];
    expect(one.equals(two)).toBe(false);
    for (const word of ['bill', 'kessler', 'reset', 'token'])
      expect(one.toString('latin1')).not.toContain(word);
  });

  it('does not open with another key, in another row, or with any byte changed', () => {
    const sealed = sealMail(mail, key, place);
    const strange = 'This mail does not open.';
    expect(() => openMail(sealed, Buffer.alloc(32, 4))).toThrow(strange);
    expect(() => openMail(sealed, key, { ...place, id: place.organisationId })).toThrow(strange);
    expect(() => openMail(Buffer.alloc(10), key)).toThrow(strange);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => openMail(changed, key)).toThrow(strange);
    }
    expect(() => openMail(sealed.subarray(0, -1), key)).toThrow(strange);
  });

  it('names its row by UUIDs only', () => {
    expect(() => sealMail(mail, key, { ...place, id: 'x' })).toThrow('UUID');
  });
});
