import '../identity.errors.js';
import { PasswordHasher } from './password-hasher.js';
import { Turns } from './turns.js';

const cheap = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

describe('PasswordHasher', () => {
  it('hashes with argon2id at its cost, each time with another salt', async () => {
    const hasher = new PasswordHasher(cheap);
    const first = await hasher.hash('a violet tramway sleeps');
    expect(first).toMatch(/^\$argon2id\$v=19\$m=1024,p=1,t=2\$/);
    expect(await hasher.hash('a violet tramway sleeps')).not.toBe(first);
    expect(await hasher.verify(first, 'a violet tramway sleeps')).toBe(true);
    expect(await hasher.verify(first, 'a violet tramway sleep')).toBe(false);
    expect(hasher.isOutdated(first)).toBe(false);
    expect(new PasswordHasher().isOutdated(first)).toBe(true);
  });

  it('costs what OWASP asks unless it is told otherwise', async () => {
    expect(await new PasswordHasher().hash('a violet tramway sleeps')).toMatch(
      /^\$argon2id\$v=19\$m=19456,p=1,t=2\$/,
    );
  });

  it('sees every byte: NUL ends nothing, and what follows counts', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('before\0after');
    expect(await hasher.verify(hash, 'before\0other')).toBe(false);
    expect(await hasher.verify(hash, 'before')).toBe(false);
    expect(await hasher.verify(hash, 'before\0after')).toBe(true);
    const long = await hasher.hash(`${'x'.repeat(199)}y`);
    expect(await hasher.verify(long, `${'x'.repeat(199)}z`)).toBe(false);
  });

  it('compares with nobody’s password as with anybody’s, and nobody’s is never right', async () => {
    const hasher = new PasswordHasher(cheap);
    for (const guess of ['', 'password', '\0']) expect(await hasher.verify(null, guess)).toBe(false);
    expect(hasher.comparisons).toBe(3);
  });

  it('refuses a flood instead of taking all memory', async () => {
    const hasher = new PasswordHasher(cheap, { atOnce: 1, waiting: 2 });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => hasher.hash('x')));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(outcomes[5]).toMatchObject({ reason: { code: 'server.unavailable' } });
    await expect(hasher.hash('x')).resolves.toBeDefined();
  });
});

describe('Turns', () => {
  it('never lets more run at once than it says, in their order, whatever fails', async () => {
    const turns = new Turns(2, 100);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const work = (n: number) =>
      turns.take(async () => {
        begun.push(n);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        if (n % 3 === 0) throw new Error('failed');
      });
    await Promise.allSettled(Array.from({ length: 20 }, (_, n) => work(n)));
    expect(most).toBe(2);
    expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n));
    await expect(work(1)).resolves.toBeUndefined();
  });
});
