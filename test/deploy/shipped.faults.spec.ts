import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CADDY } from './caddy.js';
import { describeWith, ROOT } from './house.js';
import {
  type Compose,
  faultsOf,
  faultsOfImage,
  HOST_FORM,
  layered,
  REPLICATED,
  readCompose,
  type Service,
  textOf,
} from './shipped.js';

let folder: string;
const secrets = () => join(folder, 'secrets');
const make = () => execFileSync('sh', [join(ROOT, 'deploy', 'docker', 'make-secrets.sh'), secrets()]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-shipped-'));
  make();
  // As the operator does who has a mail server.
  writeFileSync(join(secrets(), 'smtp_url'), 'smtps://courtyard:password@mail.example', { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const host = readCompose(HOST_FORM);
const replicated = layered(host, readCompose(REPLICATED));

describe('secrets of the containers', () => {
  test('are made once, unlike each other, in a folder that is closed', () => {
    const read = () =>
      readdirSync(secrets()).map((name) => [name, readFileSync(join(secrets(), name), 'utf8')]);
    const made = read();
    make();
    expect(read()).toEqual(made);
    const passwords = made.filter(([name]) => name?.includes('password')).map(([, text]) => text);
    expect(new Set(passwords).size).toBe(passwords.length);
    for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(secrets()).mode & 0o077).toBe(0);
  });
});

describe.each([
  ['for one host', host],
  ['replicated', replicated],
])('the containers %s', (_, compose) => {
  test('have settings that are read, commands that are known, and files that are there', () => {
    expect(faultsOf(compose, secrets())).toEqual([]);
    expect(Object.keys(compose.services).length).toBeGreaterThan(6);
  });

  test('let egress alone reach out, besides the proxy, which knows nothing', () => {
    const out = Object.entries(compose.services)
      .filter(([, { networks = [] }]) => networks.some((name) => !compose.networks[name]?.internal))
      .map(([name]) => name);
    expect(out.sort()).toEqual(['egress', 'proxy']);
    const { proxy, postgres } = compose.services as Record<string, Service>;
    expect(proxy?.secrets ?? []).toEqual([]);
    expect(postgres?.networks?.filter((name) => proxy?.networks?.includes(name))).toEqual([]);
  });

  test('ask for health on ports on which it is answered, and the proxy for that of the api', () => {
    const asked = Object.entries(compose.services).flatMap(([name, { healthcheck }]) => {
      const address = healthcheck?.test?.at(-1) ?? '';
      return address.startsWith('http') ? [[name, address]] : [];
    });
    expect(Object.fromEntries(asked)).toEqual({
      api: `http://127.0.0.1:${compose.services['api']?.environment?.['PORT']}/ready`,
      egress: `http://127.0.0.1:${Number(compose.services['egress']?.environment?.['METRICS_PORT']) + 1}/health`,
      sequencer: `http://127.0.0.1:${Number(compose.services['sequencer']?.environment?.['METRICS_PORT']) + 2}/health`,
    });
    expect(textOf('deploy/docker/Caddyfile')).toContain(
      `dynamic a api ${compose.services['api']?.environment?.['PORT']} `,
    );
    expect(textOf('Dockerfile')).toContain(`EXPOSE ${compose.services['api']?.environment?.['PORT']}\n`);
  });
});

describe('what looks at them', () => {
  const changed = (name: string, service: Partial<Service>): Compose => ({
    ...host,
    services: { ...host.services, [name]: { ...host.services[name], ...service } },
  });
  const { api } = host.services;
  test.each([
    ['api', { networks: ['data', 'outside'] }, 'api: it can reach out'],
    ['api', { ports: ['3000:3000'] }, 'api: it is reached from outside'],
    ['api', { environment: { ...api?.environment, PROT: '3000' } }, 'api: there is no setting PROT'],
    [
      'api',
      { environment: { ...api?.environment, PORT: 'high' } },
      'api: PORT must be a whole number from 0 to 65535.',
    ],
    [
      'api',
      { environment: { ...api?.environment, DATABASE_URL_FILE: '/run/secrets/database_url' } },
      'api: it holds DATABASE_URL_FILE',
    ],
    ['api', { command: ['serve'] }, 'api: there is no command serve'],
    ['api', { command: ['run', 'web'] }, 'api: there is no process web'],
    ['api', { secrets: ['database_url_api'] }, 'api: DATABASE_URL_RELAY_FILE is no secret of it'],
    ['egress', { read_only: false }, 'egress: its program can be changed'],
    ['sequencer', { security_opt: [] }, 'sequencer: it may gain privileges'],
    ['proxy', { volumes: ['./deploy/docker/Nowhere:/x'] }, 'proxy: ./deploy/docker/Nowhere is not there'],
  ] as [string, Partial<Service>, string][])('finds a fault of %s', (name, service, fault) => {
    expect(faultsOf(changed(name, service), secrets())).toContain(fault);
  });
});

describe('the image', () => {
  const ignored = textOf('.dockerignore');
  test('is made of what is there, small, and not root', () => {
    expect(faultsOfImage(textOf('Dockerfile'), ignored)).toEqual([]);
  });
  test.each([
    ['USER node', 'USER root', 'it runs as root'],
    ['COPY deploy/docker/healthy.mjs', 'COPY deploy/healthy.mjs', 'deploy/healthy.mjs is not there'],
    ['/health"]', '/"]', 'nobody asks whether it lives'],
  ])('with %s otherwise is refused', (text, other, fault) => {
    expect(faultsOfImage(textOf('Dockerfile').replace(text, other), ignored)).toEqual([fault]);
    expect(faultsOfImage(textOf('Dockerfile'), '')).toContain('.courtyard would be sent along');
  });
});

describeWith(CADDY, 'the proxy', () => {
  test('understands its settings', () => {
    const file = join(ROOT, 'deploy', 'docker', 'Caddyfile');
    // It mixed up the bodies of two people.
    expect(textOf('deploy/docker/Caddyfile')).not.toMatch(/^\s*(request_buffers|buffer_requests)/m);
    const run = spawnSync(CADDY, ['validate', '--adapter', 'caddyfile', '--config', file], {
      env: { ...process.env, COURTYARD_HOST: 'courtyard.example', HOME: folder },
      encoding: 'utf8',
    });
    expect([
      run.status,
      run.stderr.includes('Valid configuration') || run.stdout.includes('Valid configuration'),
    ]).toEqual([0, true]);
  });
});

const UNITS = join(ROOT, 'deploy', 'systemd');
const services = readdirSync(UNITS).filter((name) => name.endsWith('.service'));

describe('the units', () => {
  test.each(services)(
    '%s starts a command that is known, with credentials that are made, and no way in or out too many',
    (name) => {
      const text = readFileSync(join(UNITS, name), 'utf8');
      const [, command = ''] = /^ExecStart=\S+ --enable-source-maps (\S+ .*)$/m.exec(text) ?? [];
      const [program = '', verb, process] = command.split(' ');
      expect(existsSync(join(ROOT, program.replace('/opt/courtyard/', '')))).toBe(true);
      expect([verb, process]).toEqual(
        name.includes('migrate') ? ['migrate', undefined] : ['run', /-(\w+)/.exec(name)?.[1]],
      );
      for (const [, credential = '', file] of text.matchAll(
        /^LoadCredential=(\w+):\/etc\/courtyard\/secrets\/(\w+)$/gm,
      )) {
        expect(file).toBe(credential);
        expect(text).toContain(`Environment=${credential.toUpperCase()}_FILE=%d/${credential}\n`);
        expect(existsSync(join(secrets(), credential))).toBe(true);
      }
      expect(text).toContain('\nNoNewPrivileges=yes\n');
      expect(text).toContain('\nProtectSystem=strict\n');
      expect(text).toContain('\nPrivateTmp=yes\n');
      expect(text).toContain('\nRestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\n');
      expect(/^IPAddressDeny=any$/m.test(text)).toBe(!name.includes('egress'));
      expect(text.includes('database_url:')).toBe(name.includes('migrate'));
    },
  );
});

describeWith('/usr/bin/systemd-analyze', 'the units, by systemd', () => {
  test('are understood', () => {
    const copies = readdirSync(UNITS).map((name) => {
      const copy = join(folder, name);
      writeFileSync(copy, readFileSync(join(UNITS, name), 'utf8').replaceAll('/opt/courtyard', ROOT));
      return copy;
    });
    const verify = () => spawnSync('/usr/bin/systemd-analyze', ['verify', ...copies], { encoding: 'utf8' });
    // What it says of other units of this machine is theirs.
    const ours = (text: string) => text.split('\n').filter((line) => line.includes('courtyard'));
    expect(ours(verify().stderr)).toEqual([]);
    writeFileSync(
      join(folder, 'courtyard-api@.service'),
      '[Service]\nExecStart=/nowhere/courtyard\nNoNewPrivilege=yes\n',
    );
    expect(ours(verify().stderr).join('\n')).toContain('NoNewPrivilege');
  });
});
