import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SettingsFault } from './database.errors.js';
import { readRoleUrl, readSettings } from './settings.js';

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
      egressAllowsPrivate: false,
      clockAheadHours: 0,
      metrics: undefined,
      traceShare: 0,
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
        SMTP_URL: 'smtps://courtyard:secret@mail.example:465',
        MAIL_FROM: 'courtyard@kessler.example',
        DISCLOSURE_FOLDER: '/srv/outgoing',
        METRICS_PORT: '9400',
        METRICS_HOST: '10.0.0.7',
        TRACE_SHARE: '0.01',
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
      smtpUrl: 'smtps://courtyard:secret@mail.example:465',
      mailFrom: 'courtyard@kessler.example',
      disclosureFolder: '/srv/outgoing',
      egressAllowsPrivate: false,
      metrics: { host: '10.0.0.7', port: 9400 },
      traceShare: 0.01,
    });
  });

  test('metrics are served on this machine only unless somebody says where, and never on the port of everybody', () => {
    expect(readSettings({ METRICS_PORT: '9400' }).metrics).toEqual({ host: '127.0.0.1', port: 9400 });
    expect(readSettings({ METRICS_HOST: '10.0.0.7' }).metrics).toBeUndefined();
    for (const port of ['2998', '3000'])
      expect(faultsOf({ METRICS_PORT: port })).toEqual([
        'METRICS_PORT and the two ports after it are for metrics alone; PORT is one of them.',
      ]);
    expect(faultsOf({ METRICS_PORT: '2997' })).toEqual([]);
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
      SMTP_URL: 'https://mail.example',
      MAIL_FROM: 'a@b, c@d.example',
      DISCLOSURE_FOLDER: 'c\0d',
      EGRESS_ALLOW_PRIVATE: 'yes',
      METRICS_PORT: '65534',
      METRICS_HOST: 'a,b',
      TRACE_SHARE: '1.01',
    };
    const faults = faultsOf(env);
    expect(faults).toHaveLength(17);
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
    ['EGRESS_ALLOW_PRIVATE', '0'],
  ])('%s refuses %s', (name, value) => {
    expect(faultsOf({ [name]: value })).toHaveLength(1);
  });

  test.each([
    [{ SMTP_URL: 'smtp://mail.example' }],
    [{ MAIL_FROM: 'courtyard@kessler.example' }],
    [{ SMTP_URL: 'smtp://mail.example/inbox', MAIL_FROM: 'courtyard@kessler.example' }],
    [{ SMTP_URL: 'smtp://mail.example?logger=true', MAIL_FROM: 'courtyard@kessler.example' }],
  ])('mail is set whole or not at all: %j', (env) => {
    expect(faultsOf(env)).toHaveLength(1);
  });

  test('recipients on this network are for oneself alone', () => {
    const own = { EGRESS_ALLOW_PRIVATE: '1' };
    expect(readSettings(own).egressAllowsPrivate).toBe(true);
    expect(readSettings({ ...own, HOST: '127.0.0.1' }).egressAllowsPrivate).toBe(true);
    for (const [name, value] of [
      ['NODE_ENV', 'production'],
      ['HOST', '127.0.0.1,0.0.0.0'],
      ['DATABASE_URL', 'postgres://u:p@h/d'],
    ] as const)
      expect(faultsOf({ ...own, [name]: value })).toEqual([
        'EGRESS_ALLOW_PRIVATE is for trying things out: only with the embedded database, on loopback, outside production.',
      ]);
  });

  test('the address of one role without the owner is a fault', () => {
    expect(faultsOf({ DATABASE_URL_EGRESS: 'postgres://egress_d:p@h/d' })).toEqual([
      'DATABASE_URL_EGRESS is set, but DATABASE_URL is not; set both or neither.',
    ]);
  });

  test('whatever the environment holds: settings, or sentences of ours without a value of it', () => {
    const names = [
      ...[
        'DATABASE_URL',
        'DATABASE_URL_API',
        'PORT',
        'HOST',
        'NODE_ENV',
        'COURTYARD_FOLDER',
        'OPERATIONS',
        'SMTP_URL',
      ],
      ...[
        'PUBLIC_URL',
        'ORGANISATION_NAME',
        'ADMINISTRATOR_EMAIL',
        'COURTYARD_CLOCK_AHEAD',
        'MAIL_FROM',
        'TRACE_SHARE',
      ],
      ...[
        'DISCLOSURE_FOLDER',
        'EGRESS_ALLOW_PRIVATE',
        'METRICS_PORT',
        'METRICS_HOST',
        '__proto__',
        'constructor',
      ],
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }).map((word) => `zq7${word}`),
      fc.constantFrom(
        '\u0000',
        '\ud800',
        '0x10',
        '1e3',
        '-1',
        '99999999',
        'Infinity',
        ' ',
        ',',
        '::',
        'https://',
        '[::',
      ),
      fc.constantFrom(
        'postgres://a:zq7@/x',
        'https://zq7@x.example',
        'smtp://zq7:zq7@x/y',
        'x'.repeat(100_000),
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 6 }), (env) => {
        for (const sentence of faultsOf(env)) {
          expect(sentence).toMatch(/^[A-Z][A-Z_]+ .+\.$/);
          expect(sentence).not.toMatch(/zq7|xxxx/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  describe('what stands in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'courtyard-settings-'));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    afterAll(() => rmSync(folder, { recursive: true }));
    const address = 'postgres://api_courtyard:secret@db.example/courtyard';

    test('is read as if it stood in the setting, without its last newline', () => {
      const settings = readSettings({
        DATABASE_URL_FILE: file('owner', 'postgres://owner:secret@db.example/courtyard\n'),
        SMTP_URL_FILE: file('mail', ''),
        REDIS_URL_FILE: file('redis', 'redis://:secret@redis.example:6379'),
      });
      expect(settings.databaseUrl).toBe('postgres://owner:secret@db.example/courtyard');
      expect(settings.smtpUrl).toBeUndefined();
      expect(settings.redisUrl).toBe('redis://:secret@redis.example:6379');
    });

    test('must be readable, and given once; no sentence repeats it', () => {
      expect(faultsOf({ REDIS_URL_FILE: join(folder, 'nowhere') })).toEqual([
        'REDIS_URL_FILE must be the path of a file that can be read.',
      ]);
      expect(
        faultsOf({ REDIS_URL: 'redis://a.example', REDIS_URL_FILE: file('redis', 'redis://b.example') }),
      ).toEqual(['REDIS_URL and REDIS_URL_FILE are both set; set one.']);
      expect(faultsOf({ REDIS_URL_FILE: file('wrong', 'http://redis.example') })).toEqual([
        'REDIS_URL must look like redis://user:password@host:6379 or rediss://user:password@host.',
      ]);
    });

    test('is the address of one role, for a process that has no other', () => {
      expect(readRoleUrl({ DATABASE_URL_API_FILE: file('api', address) }, 'api')).toBe(address);
      expect(readRoleUrl({ DATABASE_URL_API: address }, 'api')).toBe(address);
      for (const env of [{}, { DATABASE_URL_API: 'postgres://api@db.example/courtyard' }])
        expect(() => readRoleUrl(env, 'api')).toThrow(
          'DATABASE_URL_API must look like postgres://user:password@host:5432/database, with the password.',
        );
    });
  });
});
