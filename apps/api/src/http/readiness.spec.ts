import { type Checks, type NotReady, Readiness } from './readiness.js';

const holds = async () => true;
const fails = async () => false;

describe('readiness', () => {
  it('tells the first thing that does not hold, in the order of the checks', async () => {
    const checks: Checks = [
      ['database', holds],
      ['migrations', fails],
      ['log', fails],
    ];
    expect(await new Readiness(checks).whyNot()).toBe('migrations');
    expect(await new Readiness([['database', holds]]).whyNot()).toBeNull();
  });

  it('takes a check that throws for one that does not hold', async () => {
    const checks: Checks = [['log', () => Promise.reject(new Error('gone'))]];
    expect(await new Readiness(checks).whyNot()).toBe('log');
  });

  it('looks once for all who ask at once, and for the second after', async () => {
    let looks = 0;
    const readiness = new Readiness([['database', async () => ++looks > 0]]);
    await Promise.all(Array.from({ length: 50 }, () => readiness.whyNot()));
    await readiness.whyNot();
    expect(looks).toBe(1);
  });

  it('says no on the way out, whatever holds, also to who asked before', async () => {
    let answer: (holds: boolean) => void = () => undefined;
    const readiness = new Readiness([['database', () => new Promise((done) => (answer = done))]]);
    const asked = readiness.whyNot();
    readiness.drain();
    answer(true);
    expect(await asked).toBe('draining');
    expect(await readiness.whyNot()).toBe('draining');
  });

  it('gives up on a check that does not answer', async () => {
    jest.useFakeTimers();
    const asked = new Readiness([['log', () => new Promise(() => undefined)]]).whyNot();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await asked).toBe('log');
    jest.useRealTimers();
  });

  it('is told once when it is lost, and once when it is back', async () => {
    const told: (NotReady | null)[] = [];
    let ok = false;
    const readiness = new Readiness([['audit', async () => ok]], (why) => told.push(why));
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    for (const [at, is] of [
      [0, false],
      [2_000, false],
      [4_000, true],
      [6_000, true],
    ] as const) {
      now = at;
      ok = is;
      await readiness.whyNot();
    }
    jest.restoreAllMocks();
    expect(told).toEqual(['audit', null]);
  });
});
