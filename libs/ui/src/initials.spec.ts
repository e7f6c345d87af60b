import { initialsOf } from './initials.js';

describe('initials', () => {
  it.each([
    ['Samira Haddad', 'SH'],
    ['Mei-Lin Zhao', 'MZ'],
    ['bill.kowalczyk', 'BK'],
    ['Øyvind', 'Ø'],
    ['Drawing vault (bot)', 'DB'],
    ['山田 太郎', '山太'],
    ['', ''],
    ['🙂', ''],
  ])('%s becomes %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});
