import { codeOf, fitted, type LogEntry, openLog } from './log.js';

function logged(isProduction: boolean, ...entries: LogEntry[]): string[] {
  let text = '';
  const log = openLog({ part: 'api', isProduction, to: { write: (more: string) => (text += more) } });
  for (const entry of entries) {
    log.told(entry);
    log.trouble(entry);
  }
  return text.trimEnd().split('\n').filter(Boolean);
}

const REQUEST: LogEntry = {
  event: 'request',
  requestId: '0190c1d0-0000-7000-8000-00000000000a',
  method: 'POST',
  route: '/graphql',
  operation: 'PublishPost',
  status: 200,
  code: 'ok',
  millis: 12,
};

describe('the log', () => {
  it('is JSON lines in production, with the fields of the form and nothing of the machine', () => {
    const [told, trouble] = logged(true, REQUEST).map((line) => JSON.parse(line));
    expect(told).toEqual({ level: 30, time: expect.any(String), process: 'api', ...REQUEST });
    expect(trouble.level).toBe(40);
    expect(new Date(told.time).toISOString()).toBe(told.time);
  });

  it('is a line for whoever sits before it elsewhere, and of trouble only', () => {
    expect(logged(false, { event: 'audit.append', why: 'ECONNREFUSED' })).toEqual([
      'fault: audit.append why=ECONNREFUSED',
    ]);
  });

  it('control: a title, a name and an address have no place, whoever passes them', () => {
    const careless = {
      ...REQUEST,
      operation: 'thank you, Bill',
      why: 'Key (email)=(bill@kessler.example) already exists.',
      requestId: 'bill',
      route: '/people/Bill Kowalczyk',
      status: '200 Bill',
      title: 'Football tickets',
      message: 'Football tickets',
    } as unknown as LogEntry;
    const lines = logged(true, careless).concat(logged(false, careless));
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/bill|kessler|football|thank/i);
    expect(fitted(careless)).toMatchObject({
      operation: 'unfit',
      why: 'unfit',
      requestId: 'unfit',
      status: 'unfit',
    });
    expect(fitted({ event: 'Football' } as never)).toEqual({ event: 'unknown' });
  });

  it('names an error by its code, never by its message', () => {
    expect(codeOf(Object.assign(new Error('bill@kessler.example'), { code: '23505' }))).toBe('23505');
    expect(codeOf(new TypeError('Bill'))).toBe('TypeError');
    expect(codeOf(Object.assign(new Error('x'), { name: 'Bill Kowalczyk' }))).toBe('unknown');
    expect(codeOf('Bill')).toBe('unknown');
  });
});
