import { employeeActor } from '@courtyard/testing';
import { Refusals } from './refusals.js';
import type { Touched } from './trail.js';

const WINDOW = 40;
const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

function trail() {
  const told: { operation: string; touched: readonly Touched[]; times: number | undefined }[] = [];
  return {
    told,
    broken: false,
    async denied(_: unknown, operation: string, touched: readonly Touched[], times?: number) {
      if (this.broken) throw new Error('The log cannot be written.');
      told.push({ operation, touched, times });
    },
  };
}

const post = (id: string): Touched => ({ resource: 'Post', id, action: 'read' });

describe('refusals', () => {
  it('are told at once, and then once a window with their number', async () => {
    const log = trail();
    const refusals = new Refusals(log, WINDOW);
    const actor = employeeActor();
    for (let at = 0; at < 500; at++) refusals.tell(actor, 'read', post(String(at)));
    await pause(5);
    expect(log.told).toEqual([{ operation: 'read', touched: [post('0')], times: 1 }]);
    await pause(WINDOW * 2);
    expect(log.told[1]).toEqual({ operation: 'read', touched: [post('499')], times: 499 });
    expect(log.told).toHaveLength(2);
    // Nothing came in the second window, so the next is told at once again.
    await pause(WINDOW * 2);
    expect(refusals.remembered).toBe(0);
    refusals.tell(actor, 'read', post('again'));
    await pause(5);
    expect(log.told).toHaveLength(3);
    await refusals.close();
  });

  it('of others, of other resources and of other actions are told by themselves', async () => {
    const log = trail();
    const refusals = new Refusals(log, WINDOW);
    const [bill, mara] = [employeeActor(), employeeActor()];
    refusals.tell(bill, 'read', post('1'));
    refusals.tell(mara, 'read', post('1'));
    refusals.tell(bill, 'read', { ...post('1'), resource: 'Comment' });
    refusals.tell(bill, 'withdraw', { ...post('1'), action: 'withdraw' });
    // The same person in another organisation is another person.
    refusals.tell({ ...bill, organisationId: mara.organisationId }, 'read', post('1'));
    await refusals.close();
    expect(log.told).toHaveLength(5);
  });

  it('keep nobody waiting, and a log that cannot be written changes nothing', async () => {
    const log = trail();
    log.broken = true;
    const refusals = new Refusals(log, WINDOW);
    refusals.tell(employeeActor(), 'read', post('1'));
    expect(log.told).toEqual([]);
    await refusals.close();
    expect(log.told).toEqual([]);
  });

  it('of a flood of people take bounded memory, and none of what was counted is lost', async () => {
    const log = trail();
    const refusals = new Refusals(log, 60_000, 10);
    const first = employeeActor();
    refusals.tell(first, 'read', post('1'));
    refusals.tell(first, 'read', post('2'));
    for (let at = 0; at < 50; at++) refusals.tell(employeeActor(), 'read', post('1'));
    expect(refusals.remembered).toBe(10);
    await refusals.close();
    expect(log.told.filter(({ touched }) => touched[0]?.id === '2')).toMatchObject([{ times: 1 }]);
    expect(log.told).toHaveLength(52);
    expect(refusals.remembered).toBe(0);
  });
});
