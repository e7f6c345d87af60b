import { SettingsFault } from './database.errors.js';
import { readSettings } from './settings.js';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  test('nothing set is a complete answer', () => {
    expect(readSettings({ PATH: '/bin', PORT: '', PUBLIC_URL: '' })).toEqual({
      databaseUrl: undefined,
      roleUrls: {},
      port: 3000,
      hosts: ['127.0.0.1', '::1'],
      environment: 'development',
      folder: '.courtyard',
      persistedOperationsOnly: false,
      publicUrl: undefined,
      organisationName: undefined,
      administratorEmail: 'administrator@courtyard.invalid',
      clockAheadHours: 0,
    });
  });

  test('the clock runs ahead where nobody lives, and nowhere else', () => {
    expect(readSettings({ COURTYARD_CLOCK_AHEAD: '10000' }).clockAheadHours).toBe(10_000);
    for (const hours of ['10001', '-1', '1.5', 'soon', '1e3']) {
      expect(faultsOf({ COURTYARD_CLOCK_AHEAD: hours })).toContain(
        'COURTYARD_CLOCK_AHEAD must be a whole number of hours from 0 to 10000.',
      );
    }
    for (const lived of [
      { DATABASE_URL: 'postgres://owner:secret@db.example:5432/courtyard' },
      { NODE_ENV: 'production' },
      { HOST: '127.0.0.1,0.0.0.0' },
    ] as Record<string, string>[]) {
      expect(faultsOf({ COURTYARD_CLOCK_AHEAD: '48', ...lived })).toEqual([
        'COURTYARD_CLOCK_AHEAD is for trying things out: only with the embedded database, on loopback, outside production.',
      ]);
      // Negative control: without it the same settings are fine.
      expect(faultsOf({ COURTYARD_CLOCK_AHEAD: '0', ...lived })).toEqual([]);
    }
  });

  test('everything set', () => {
    expect(
      readSettings({
        DATABASE_URL: 'postgres://owner:secret@db.example:5432/courtyard',
        DATABASE_URL_API: 'postgresql://api_courtyard:secret@db.example/courtyard',
        PORT: '8080',
        HOST: '0.0.0.0, ::',
        NODE_ENV: 'production',
        COURTYARD_FOLDER: '/srv/courtyard',
        OPERATIONS: 'persisted',
        PUBLIC_URL: 'https://courtyard.example/',
        ORGANISATION_NAME: ' Kessler Pumps ',
        ADMINISTRATOR_EMAIL: 'henrike@kessler.example',
      }),
    ).toEqual({
      databaseUrl: 'postgres://owner:secret@db.example:5432/courtyard',
      roleUrls: { api: 'postgresql://api_courtyard:secret@db.example/courtyard' },
      port: 8080,
      hosts: ['0.0.0.0', '::'],
      environment: 'production',
      folder: '/srv/courtyard',
      persistedOperationsOnly: true,
      publicUrl: 'https://courtyard.example',
      organisationName: 'Kessler Pumps',
      clockAheadHours: 0,
      administratorEmail: 'henrike@kessler.example',
    });
  });

  test('all faults come at once, one sentence each, and none repeats a value', () => {
    const env = {
      DATABASE_URL: 'hunter2',
      DATABASE_URL_API: 'postgres://api:@host/courtyard',
      PORT: '70000x',
      HOST: 'my host!',
      NODE_ENV: 'staging',
      COURTYARD_FOLDER: 'a\0b',
      OPERATIONS: 'everything',
      PUBLIC_URL: 'ftp://files.example',
      ORGANISATION_NAME: 'two\nlines',
      ADMINISTRATOR_EMAIL: 'nobody@',
    };
    const faults = faultsOf(env);
    expect(faults).toHaveLength(10);
    for (const [name, value] of Object.entries(env)) {
      expect(faults.filter((fault) => fault.startsWith(`${name} must`))).toHaveLength(1);
      expect(faults.join(' ')).not.toContain(value);
    }
    for (const fault of faults) expect(fault).toMatch(/^[^\n]+\.$/);
  });

  test.each([
    ['DATABASE_URL', 'mysql://u:p@h/d'],
    ['DATABASE_URL', 'postgres://h/d'],
    ['DATABASE_URL', 'postgres://u:p@h'],
    ['DATABASE_URL', 'postgres://u:p@h/'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['HOST', 'a,,b'],
    ['PUBLIC_URL', 'https://host/path'],
    ['PUBLIC_URL', 'https://user:pass@host'],
    ['PUBLIC_URL', 'host'],
  ])('%s refuses %s', (name, value) => {
    expect(faultsOf({ [name]: value })).toHaveLength(1);
  });

  test('the address of one role without the owner is a fault', () => {
    expect(faultsOf({ DATABASE_URL_EGRESS: 'postgres://egress_d:p@h/d' })).toEqual([
      'DATABASE_URL_EGRESS is set, but DATABASE_URL is not; set both or neither.',
    ]);
  });
});
