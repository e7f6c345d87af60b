import { CourtyardError, coreErrors, defineErrors, errorCatalogue, presentError } from './index.js';

describe('the catalogue of errors', () => {
  it('refuses a code twice, a malformed code and an unknown code', () => {
    expect(() => defineErrors({ not_found: { message: 'again', status: 404 } })).toThrow(/twice/);
    expect(() => defineErrors({ 'Not.Dotted': { message: 'x', status: 400 } })).toThrow(/lower case/);
    expect(() => new CourtyardError('nobody.defined_this')).toThrow(/not in the catalogue/);
  });

  it('holds every core code', () => {
    for (const code of Object.keys(coreErrors)) expect(errorCatalogue().has(code)).toBe(true);
  });
});

describe('presentError', () => {
  it('never quotes a foreign error', () => {
    const leak = Object.assign(new Error('Key (email)=(bill@kessler.example) already exists.'), {
      detail: 'bill@kessler.example',
    });
    expect(JSON.stringify(presentError(leak))).not.toContain('bill');
    expect(presentError(leak).code).toBe('server.fault');
    expect(presentError('bill').code).toBe('server.fault');
  });

  it('tells what will pass from what is broken', () => {
    const failed = (name: string, sqlState?: string) =>
      presentError(Object.assign(new Error('bill'), { name, sqlState })).code;
    expect(failed('DatabaseUnavailable')).toBe('server.unavailable');
    expect(['40001', '40P01', '53200', '57014', '58030'].map((one) => failed('DatabaseError', one))).toEqual(
      Array.from({ length: 5 }, () => 'server.unavailable'),
    );
    expect(['53100', '25006'].map((one) => failed('DatabaseError', one))).toEqual([
      'server.cannot_store',
      'server.cannot_store',
    ]);
    expect(failed('LedgerFault')).toBe('server.cannot_store');
    expect(failed('KeyStoreFault')).toBe('server.cannot_store');
    expect(['23505', '42501', '22P02'].map((one) => failed('DatabaseError', one))).toEqual(
      Array.from({ length: 3 }, () => 'server.fault'),
    );
    expect(failed('Other', '53100')).toBe('server.fault');
  });

  it('keeps code, status and details of ours', () => {
    expect(presentError(new CourtyardError('rate.limited', { retryAfterSeconds: 30 }))).toEqual({
      code: 'rate.limited',
      message: expect.any(String),
      status: 429,
      details: { retryAfterSeconds: 30 },
    });
  });
});
