import type { Row, Statement } from '@courtyard/database';
import { plainEvent } from '../fixtures/event.js';
import { Appender } from './appender.js';

const A = '0190c1d0-0000-7000-8000-00000000000a';
const B = '0190c1d0-0000-7000-8000-00000000000b';

/** A database whose flights land when the test says so. */
class Runway {
  readonly flights: { organisationId: string; events: number; land: (fault?: Error) => void }[] = [];

  flight(organisationId: string, statements: readonly Statement[]): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      const events = statements.flatMap(({ values }) => values[1]).length;
      this.flights.push({
        organisationId,
        events,
        land: (fault) => (fault ? reject(fault) : resolve([[]])),
      });
    });
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the appender', () => {
  let runway: Runway;
  let faults: unknown[];
  let appender: Appender;

  beforeEach(() => {
    runway = new Runway();
    faults = [];
    appender = new Appender({ database: runway, onFault: (fault) => faults.push(fault) });
  });

  const append = (organisationId: string, many: number) => {
    const answers = Array.from({ length: many }, () => appender.append(organisationId, plainEvent()));
    return Promise.allSettled(answers);
  };

  it('flies the first at once and all that came meanwhile together, with no timer between', async () => {
    const first = append(A, 1);
    expect(runway.flights).toHaveLength(1);
    const others = append(A, 499);
    expect(runway.flights).toHaveLength(1);
    runway.flights[0]?.land();
    await first;
    await settled();
    expect(runway.flights.map(({ events }) => events)).toEqual([1, 499]);
    runway.flights[1]?.land();
    expect((await others).every(({ status }) => status === 'fulfilled')).toBe(true);
    await settled();
    expect(runway.flights).toHaveLength(2);
  });

  it('resolves nobody before the landing', async () => {
    let stored = false;
    const answer = appender.append(A, plainEvent()).then(() => {
      stored = true;
    });
    await settled();
    expect(stored).toBe(false);
    runway.flights[0]?.land();
    await answer;
    expect(stored).toBe(true);
  });

  it('keeps organisations in flights of their own', async () => {
    const [a, b] = [append(A, 3), append(B, 2)];
    expect(runway.flights.map(({ organisationId }) => organisationId)).toEqual([A, B]);
    runway.flights[0]?.land(new Error('refused'));
    runway.flights[1]?.land();
    await settled();
    for (const { land } of runway.flights.slice(2)) land();
    expect((await a).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect((await b).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('refuses everybody in a batch that fails, tries it no second time, and works on', async () => {
    const first = append(A, 1);
    const batch = append(A, 5);
    runway.flights[0]?.land();
    await first;
    await settled();
    runway.flights[1]?.land(new Error('Key (id)=(bill)'));
    for (const answer of await batch) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'server.unavailable' } });
      expect(JSON.stringify(answer)).not.toContain('bill');
    }
    expect(faults).toHaveLength(1);
    expect(runway.flights).toHaveLength(2);
    const next = append(A, 1);
    runway.flights[2]?.land();
    expect((await next)[0]?.status).toBe('fulfilled');
  });

  it('lets no listener of faults stop a lane', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    appender = new Appender({
      database: runway,
      onFault: () => {
        throw new Error('the logger is full');
      },
    });
    const failing = append(A, 1);
    runway.flights[0]?.land(new Error('refused'));
    await failing;
    const next = append(A, 1);
    runway.flights[1]?.land();
    expect((await next)[0]?.status).toBe('fulfilled');
    expect(warnings).toHaveBeenCalledTimes(1);
    warnings.mockRestore();
  });

  it('holds 5,000 at most, over all organisations, and takes again when some have landed', async () => {
    const waiting = append(A, 4_000);
    const neighbours = append(B, 1_000);
    await expect(appender.append(B, plainEvent())).rejects.toMatchObject({ code: 'server.unavailable' });
    await expect(appender.append(A, plainEvent())).rejects.toMatchObject({ code: 'server.unavailable' });
    runway.flights[0]?.land();
    await settled();
    const late = appender.append(A, plainEvent());
    for (let next = 1; next < 5; next++) {
      runway.flights[next]?.land();
      await settled();
    }
    await late;
    expect((await waiting).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect((await neighbours).every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('closes when everything has landed, and takes nothing after', async () => {
    const waiting = append(A, 2);
    let closed = false;
    const closing = appender.close().then(() => {
      closed = true;
    });
    await expect(appender.append(A, plainEvent())).rejects.toMatchObject({ code: 'server.unavailable' });
    runway.flights[0]?.land();
    await settled();
    expect(closed).toBe(false);
    runway.flights[1]?.land();
    await closing;
    expect((await waiting).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });
});
