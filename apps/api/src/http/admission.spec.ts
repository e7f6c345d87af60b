import { Admission, type AdmissionLimits, type Place, type Shed, STRANGER, type Who } from './admission.js';

/**
 * Invariants 1 to 3 of Admission, by counts: who is in, who waits, who was sent away, and why.
 */
const LIMITS: AdmissionLimits = {
  ...{ most: 4, mostOfOne: 2, mostOfStrangers: 2, waiting: 6, waitingOfOne: 3 },
  ...{ patienceMillis: 1_000, busyMillis: 100 },
};

class Door {
  readonly admission: Admission;
  readonly in: string[] = [];
  readonly away: string[] = [];
  readonly places = new Map<string, Place>();

  constructor(limits: Partial<AdmissionLimits> = {}) {
    this.admission = new Admission({ ...LIMITS, ...limits }, () => jest.now());
  }

  ask(name: string, who: Who = name): void {
    const place = this.admission.ask(
      who,
      () => this.in.push(name),
      (why: Shed) => this.away.push(`${name} ${why}`),
    );
    this.places.set(name, place);
  }

  leave(...names: string[]): void {
    for (const name of names) this.places.get(name)?.leave();
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const names = (count: number, of = 'p') => Array.from({ length: count }, (_, at) => `${of}${at}`);

test('so many are in, so many wait, and everybody else is sent away at once', () => {
  const door = new Door();
  for (const name of names(15)) door.ask(name);
  expect(door.in).toEqual(names(4));
  expect(door.admission.waiting).toBe(6);
  expect(door.away).toEqual(
    names(15)
      .slice(10)
      .map((name) => `${name} full`),
  );
  door.leave('p0', 'p1');
  expect(door.in).toEqual(names(6));
  expect([door.admission.busy, door.admission.waiting]).toEqual([4, 4]);
});

test('nobody waits longer than the patience, and who leaves the queue leaves it once', () => {
  const door = new Door();
  for (const name of names(6)) door.ask(name);
  door.leave('p4', 'p4');
  jest.advanceTimersByTime(1_000);
  expect(door.away).toEqual(['p5 late']);
  expect(door.admission.waiting).toBe(0);
  door.leave('p5', 'p0', 'p0');
  expect(door.admission.busy).toBe(3);
});

test('in a standing queue the wait is short, and the newest goes first', () => {
  const door = new Door();
  for (const name of names(4)) door.ask(name);
  jest.advanceTimersByTime(1_001);
  for (const name of names(3, 'q')) door.ask(name);
  door.leave('p0');
  expect(door.in.at(-1)).toBe('q2');
  jest.advanceTimersByTime(100);
  expect(door.away).toEqual(['q0 late', 'q1 late']);
  // A break ends it: the next queue is in the order in which they came, and patient.
  door.leave('p1', 'p2', 'p3', 'q2');
  for (const name of names(6, 'r')) door.ask(name);
  jest.advanceTimersByTime(500);
  door.leave('r0');
  expect(door.in.at(-1)).toBe('r4');
  expect(door.away).toHaveLength(2);
});

test('a flood of one person takes two places, and sends nobody away but that person', () => {
  const door = new Door();
  for (const name of names(100, 'flood')) door.ask(name, 'bill');
  expect(door.in).toEqual(names(2, 'flood'));
  expect(door.away).toHaveLength(95);
  expect(new Set(door.away.map((one) => one.split(' ')[1]))).toEqual(new Set(['own']));
  for (const name of names(2)) door.ask(name);
  expect(door.in.slice(2)).toEqual(names(2));
  // Whoever waits behind the flood is served before it where it is at its limit.
  door.ask('p2');
  door.leave('p0');
  expect(door.in.at(-1)).toBe('p2');
  door.leave('flood0');
  expect(door.in.at(-1)).toBe('flood2');
});

test('control: without a share of their own one person keeps everybody out', () => {
  const door = new Door({ mostOfOne: 100, waitingOfOne: 100 });
  for (const name of names(100, 'flood')) door.ask(name, 'bill');
  door.ask('p0');
  expect([door.in.includes('p0'), door.away.at(-1)]).toEqual([false, 'p0 full']);
});

test('strangers share what is theirs, and leave the rest to those who are known', () => {
  const door = new Door();
  for (const name of names(50, 's')) door.ask(name, STRANGER);
  expect(door.in).toEqual(names(2, 's'));
  expect(door.admission.waiting).toBe(3);
  expect(door.away.every((one) => one.endsWith('full'))).toBe(true);
  for (const name of names(2)) door.ask(name);
  expect(door.in.slice(2)).toEqual(names(2));
});

test('nobody is kept who is gone: in the end nothing is remembered', () => {
  const door = new Door();
  for (let round = 0; round < 200; round++) door.ask(`n${round}`, `person ${round % 7}`);
  for (const [name] of door.places) door.leave(name);
  expect([door.admission.busy, door.admission.waiting]).toEqual([0, 0]);
  expect((door.admission as unknown as { shares: Map<Who, unknown> }).shares.size).toBe(0);
});
