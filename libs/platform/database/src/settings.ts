import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingsFault } from './database.errors.js';
import { SIGN_IN_ROLES } from './migration/role-names.js';

/** What the environment says about database and ports. */
export interface Settings {
  /** Absent: the embedded PostgreSQL serves. */
  readonly databaseUrl?: string;
  /** Addresses of single roles, where the operator gives them. */
  readonly roleUrls: Readonly<Partial<Record<(typeof SIGN_IN_ROLES)[number], string>>>;
  readonly port: number;
  /** Addresses to listen on; by default this machine's own, in both families. */
  readonly hosts: readonly string[];
  readonly environment: 'development' | 'production' | 'test';
  /** Data of the embedded database, passwords, socket. */
  readonly folder: string;
  /** Only operations that the client was built with are answered. */
  readonly persistedOperationsOnly: boolean;
  /** Where people reach this installation, without a slash at the end. */
  readonly publicUrl?: string;
  /** How the first organisation of an empty installation is called, and whom its administrator's link is for. */
  readonly organisationName?: string;
  readonly administratorEmail: string;
  /** How far the application's clock runs ahead, so that what waits can be tried out. Not the database's. */
  readonly clockAheadHours: number;
  /** The server that takes mail; absent: none is queued. Holds the password. */
  readonly smtpUrl?: string;
  /** Whom mail is from; present whenever `smtpUrl` is. */
  readonly mailFrom?: string;
  /** Where disclosures to a file drop are laid down; absent: `disclosures` in the folder. */
  readonly disclosureFolder?: string;
  /** Recipients on this machine and its network may be delivered to: for tests and the demo. */
  readonly egressAllowsPrivate: boolean;
  /** Where numbers about the running processes are served; absent: nowhere, and nothing is counted. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** The share of requests that are traced, from 0 to 1. */
  readonly traceShare: number;
  /** Where api processes wake each other; absent: each looks by itself, ten times a second. */
  readonly redisUrl?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** One reason per setting, so that no sentence depends on a validator's wording, which could quote the value. */
const SENTENCES: Record<string, string> = {
  DATABASE_URL: 'DATABASE_URL must look like postgres://user:password@host:5432/database.',
  PORT: 'PORT must be a whole number from 0 to 65535.',
  HOST: 'HOST must be host names or addresses, separated by commas.',
  NODE_ENV: 'NODE_ENV must be development, production or test.',
  COURTYARD_FOLDER: 'COURTYARD_FOLDER must be the path of a folder.',
  OPERATIONS: 'OPERATIONS must be persisted or left out.',
  COURTYARD_CLOCK_AHEAD: 'COURTYARD_CLOCK_AHEAD must be a whole number of hours from 0 to 10000.',
  ORGANISATION_NAME: 'ORGANISATION_NAME must be 1 to 200 characters on one line.',
  ADMINISTRATOR_EMAIL: 'ADMINISTRATOR_EMAIL must be an e-mail address.',
  SMTP_URL: 'SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host.',
  MAIL_FROM: 'MAIL_FROM must be an e-mail address.',
  DISCLOSURE_FOLDER: 'DISCLOSURE_FOLDER must be the path of a folder.',
  EGRESS_ALLOW_PRIVATE: 'EGRESS_ALLOW_PRIVATE must be 1 or left out.',
  METRICS_PORT: 'METRICS_PORT must be a whole number from 1 to 65533: it and the next two ports are taken.',
  METRICS_HOST: 'METRICS_HOST must be one address.',
  TRACE_SHARE: 'TRACE_SHARE must be a number from 0 to 1.',
  REDIS_URL: 'REDIS_URL must look like redis://user:password@host:6379 or rediss://user:password@host.',
  PUBLIC_URL: 'PUBLIC_URL must be an http or https address without path, such as https://courtyard.example.',
};

const databaseUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return (
    (url?.protocol === 'postgres:' || url?.protocol === 'postgresql:') &&
    url.username !== '' &&
    url.pathname.length > 1
  );
});
const roleUrl = databaseUrl.refine((text) => URL.parse(text)?.password !== '');

const folderPath = z.string().refine((path) => !path.includes('\0'));

const smtpUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  const plain = url !== null && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '';
});

const redisUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return (
    (url?.protocol === 'redis:' || url?.protocol === 'rediss:') && url.hostname !== '' && url.search === ''
  );
});

const environment = z.object({
  DATABASE_URL: databaseUrl.optional(),
  ...Object.fromEntries(SIGN_IN_ROLES.map((role) => [variableOf(role), roleUrl.optional()])),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(3000),
  HOST: z
    .string()
    .transform((text) => text.split(',').map((host) => host.trim()))
    .refine((hosts) => hosts.every((host) => /^[A-Za-z0-9.:-]+$/.test(host)))
    .default(['127.0.0.1', '::1']),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  COURTYARD_FOLDER: folderPath.default('.courtyard'),
  OPERATIONS: z.literal('persisted').optional(),
  PUBLIC_URL: z
    .string()
    .refine((text) => {
      const url = URL.parse(text);
      const plain = url?.username === '' && url.pathname === '/' && url.search === '' && url.hash === '';
      return plain && (url.protocol === 'https:' || url.protocol === 'http:');
    })
    .transform((text) => new URL(text).origin)
    .optional(),
  ORGANISATION_NAME: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !/\p{Cc}/u.test(text))
    .optional(),
  COURTYARD_CLOCK_AHEAD: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((hours) => hours <= 10_000)
    .default(0),
  ADMINISTRATOR_EMAIL: z.email().max(254).default('administrator@courtyard.invalid'),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z.email().max(254).optional(),
  DISCLOSURE_FOLDER: folderPath.optional(),
  EGRESS_ALLOW_PRIVATE: z.literal('1').optional(),
  METRICS_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_533)
    .optional(),
  METRICS_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('127.0.0.1'),
  TRACE_SHARE: z
    .string()
    .regex(/^\d(\.\d{1,6})?$/)
    .transform(Number)
    .refine((share) => share <= 1)
    .default(0),
  REDIS_URL: redisUrl.optional(),
});

/** What holds a password may be given as the path of a file, under the name with `_FILE` behind it. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  ...SIGN_IN_ROLES.map(variableOf),
  'SMTP_URL',
  'REDIS_URL',
] as readonly string[];

/**
 * Reads and judges all settings. A setting that is empty counts as left out, as container files write it.
 * @throws SettingsFault with every fault at once
 */
export function readSettings(env: Environment): Settings {
  const { opened, faults: unread } = openFiles(env);
  const given = Object.fromEntries(
    Object.keys(environment.shape)
      .filter((name) => opened[name] !== undefined && opened[name] !== '')
      .map((name) => [name, opened[name]]),
  );
  const parsed = environment.safeParse(given);
  const faults = [...unread, ...contradictions(given)];
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    faults.unshift(...[...names].map((name) => SENTENCES[name] ?? roleSentence(name)));
  }
  if (!parsed.success || faults.length > 0) throw new SettingsFault(faults);
  const settings = parsed.data;
  const roles = settings as Record<string, unknown>;
  return {
    databaseUrl: settings.DATABASE_URL,
    roleUrls: Object.fromEntries(
      SIGN_IN_ROLES.filter((role) => roles[variableOf(role)] !== undefined).map((role) => [
        role,
        String(roles[variableOf(role)]),
      ]),
    ),
    port: settings.PORT,
    hosts: settings.HOST,
    environment: settings.NODE_ENV,
    folder: settings.COURTYARD_FOLDER,
    persistedOperationsOnly: settings.OPERATIONS === 'persisted',
    publicUrl: settings.PUBLIC_URL,
    organisationName: settings.ORGANISATION_NAME,
    administratorEmail: settings.ADMINISTRATOR_EMAIL,
    clockAheadHours: settings.COURTYARD_CLOCK_AHEAD,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    disclosureFolder: settings.DISCLOSURE_FOLDER,
    egressAllowsPrivate: settings.EGRESS_ALLOW_PRIVATE === '1',
    metrics:
      settings.METRICS_PORT === undefined
        ? undefined
        : { host: settings.METRICS_HOST, port: settings.METRICS_PORT },
    traceShare: settings.TRACE_SHARE,
    redisUrl: settings.REDIS_URL,
  };
}

/**
 * The address at which one role signs in, for a process that is given nothing else.
 * @throws SettingsFault
 */
export function readRoleUrl(env: Environment, role: (typeof SIGN_IN_ROLES)[number]): string {
  const name = variableOf(role);
  const { opened, faults } = openFiles(env, [name]);
  if (faults.length > 0) throw new SettingsFault(faults);
  const parsed = roleUrl.safeParse(opened[name]);
  if (!parsed.success) throw new SettingsFault([roleSentence(name)]);
  return parsed.data;
}

/** The settings with what stands in files; a newline at the end of a file is its editor's. */
function openFiles(
  env: Environment,
  names = SECRET_SETTINGS,
): { readonly opened: Environment; readonly faults: readonly string[] } {
  const opened = { ...env };
  const faults: string[] = [];
  for (const name of names) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (env[name]) faults.push(`${name} and ${name}_FILE are both set; set one.`);
    else
      try {
        opened[name] = readFileSync(path, 'utf8').trimEnd();
      } catch {
        faults.push(`${name}_FILE must be the path of a file that can be read.`);
      }
  }
  return { opened, faults };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether all addresses are this machine's own, so that nobody from elsewhere can connect. */
export function areLoopback(hosts: readonly string[]): boolean {
  return hosts.every((host) => LOOPBACK.test(host));
}

/**
 * The embedded database makes its own roles; an address for one of them would be silently ignored. A clock that runs
 * ahead ends waits that protect people, and a recipient's address could reach what only this machine may: both are only
 * for a house in which nobody lives.
 */
function* contradictions(given: Record<string, string | undefined>): Generator<string> {
  const hosts = given['HOST']?.split(',').map((host) => host.trim()) ?? [];
  const tried =
    given['DATABASE_URL'] === undefined && given['NODE_ENV'] !== 'production' && areLoopback(hosts);
  if (Number(given['COURTYARD_CLOCK_AHEAD'] ?? 0) !== 0 && !tried) {
    yield 'COURTYARD_CLOCK_AHEAD is for trying things out: only with the embedded database, on loopback, outside production.';
  }
  if (given['EGRESS_ALLOW_PRIVATE'] === '1' && !tried) {
    yield 'EGRESS_ALLOW_PRIVATE is for trying things out: only with the embedded database, on loopback, outside production.';
  }
  if ((given['SMTP_URL'] === undefined) !== (given['MAIL_FROM'] === undefined)) {
    yield 'SMTP_URL and MAIL_FROM are set together or not at all.';
  }
  const beyond = Number(given['PORT'] ?? 3000) - Number(given['METRICS_PORT'] ?? -Infinity);
  if (beyond >= 0 && beyond <= 2) {
    yield 'METRICS_PORT and the two ports after it are for metrics alone; PORT is one of them.';
  }
  if (given['DATABASE_URL'] !== undefined) return;
  for (const role of SIGN_IN_ROLES) {
    const name = variableOf(role);
    if (given[name] !== undefined) yield `${name} is set, but DATABASE_URL is not; set both or neither.`;
  }
}

function variableOf(role: string): string {
  return `DATABASE_URL_${role.toUpperCase()}`;
}

function roleSentence(name: string): string {
  return `${name} must look like postgres://user:password@host:5432/database, with the password.`;
}
