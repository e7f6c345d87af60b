import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRoleUrl, readSettings, SECRET_SETTINGS } from '@courtyard/database';
import { parse } from 'yaml';
import { ROOT } from './house.js';

export const HOST_FORM = 'docker-compose.yml';
export const REPLICATED = 'deploy/replicated/docker-compose.yml';

export interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[] };
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

export function readCompose(path: string): Compose {
  return parse(textOf(path), { merge: true }) as Compose;
}

/** As Compose lays one file over another: mappings by key, lists of secrets, networks, volumes and ports together. */
export function layered(below: Compose, above: Compose): Compose {
  const services = { ...below.services };
  for (const [name, one] of Object.entries(above.services)) {
    const other = services[name] ?? {};
    const together = (key: 'secrets' | 'networks' | 'volumes' | 'ports') =>
      other[key] || one[key] ? { [key]: [...(other[key] ?? []), ...(one[key] ?? [])] } : {};
    services[name] = {
      ...other,
      ...one,
      environment: { ...other.environment, ...one.environment },
      ...together('secrets'),
      ...together('networks'),
      ...together('volumes'),
      ...together('ports'),
    };
  }
  return {
    services,
    networks: { ...below.networks, ...above.networks },
    volumes: { ...below.volumes, ...above.volumes },
    secrets: { ...below.secrets, ...above.secrets },
  };
}

/** Commands of the command line, each a folder. */
const COMMANDS = readdirSync(join(ROOT, 'apps', 'cli', 'src')).filter((name) =>
  existsSync(join(ROOT, 'apps', 'cli', 'src', name, 'command.ts')),
);
const PROCESSES = /\.choices\(\[(.*?)\]\)/
  .exec(textOf('apps/cli/src/run/command.ts'))?.[1]
  ?.match(/\w+/g) as string[];
const SETTINGS = [...textOf('README.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name);
const FILES = SECRET_SETTINGS.map((name) => `${name}_FILE`);
const ROLES = {
  api: ['api', 'relay'],
  egress: ['egress'],
  sequencer: ['audit'],
} as const;

/** What an operator would set, so that nothing is left out of what is judged. */
const GIVEN: Record<string, string> = {
  COURTYARD_HOST: 'courtyard.example',
  MAIL_FROM: 'courtyard@kessler.example',
  SMTP_SERVER: 'smtps://mail.example',
  ADMINISTRATOR_EMAIL: 'henrike@kessler.example',
  ORGANISATION_NAME: 'Kessler Pumps',
};

/** What is wrong with the containers as they are described, in sentences. @param folder of the made secrets */
export function faultsOf(compose: Compose, folder: string): string[] {
  return Object.entries(compose.services).flatMap(([name, service]) =>
    [...faultsOfService(compose, name, service, folder)].map((fault) => `${name}: ${fault}`),
  );
}

function* faultsOfService(
  { networks, secrets, volumes }: Compose,
  name: string,
  service: Service,
  folder: string,
): Generator<string> {
  for (const secret of service.secrets ?? []) {
    if (!secrets[secret]) yield `the secret ${secret} is not declared`;
    else if (secrets[secret].file !== `./deploy/secrets/${secret}`)
      yield `the secret ${secret} is another file`;
    else if (!existsSync(join(folder, secret))) yield `the secret ${secret} is not made`;
  }
  for (const volume of service.volumes ?? []) {
    const [from = ''] = volume.split(':');
    if (from.startsWith('.') ? !existsSync(join(ROOT, from)) : !volumes[from]) yield `${from} is not there`;
  }
  for (const network of service.networks ?? [])
    if (!networks[network]) yield `the network ${network} is not declared`;
  const reachesOut = (service.networks ?? []).some((network) => networks[network]?.internal !== true);
  if (reachesOut && !['egress', 'proxy'].includes(name)) yield 'it can reach out';
  if (service.ports && name !== 'proxy') yield 'it is reached from outside';
  if (!(service.security_opt ?? []).includes('no-new-privileges:true')) yield 'it may gain privileges';
  if (service.build === undefined) return;
  if (service.read_only !== true) yield 'its program can be changed';
  if (service.cap_drop?.join() !== 'ALL') yield 'it keeps capabilities';
  yield* faultsOfProcess(service, folder);
}

function* faultsOfProcess(
  { command = [], environment = {}, secrets = [] }: Service,
  folder: string,
): Generator<string> {
  const [verb = '', process = ''] = command;
  if (!COMMANDS.includes(verb)) yield `there is no command ${verb}`;
  if (verb === 'run' && !PROCESSES.includes(process)) yield `there is no process ${process}`;
  for (const name of Object.keys(environment))
    if (!SETTINGS.includes(name) && !FILES.includes(name)) yield `there is no setting ${name}`;
  const env = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .replace(/\$\{(\w+)(?::[-?][^}]*)?\}/g, (_, variable: string) => GIVEN[variable] ?? '')
        .replace(/^\/run\/secrets\//, `${folder}/`),
    ]),
  );
  for (const [name, value] of Object.entries(env))
    if (name.endsWith('_FILE') && !secrets.includes(value.slice(folder.length + 1)))
      yield `${name} is no secret of it`;
  if (verb === 'run') {
    for (const role of ROLES[process as keyof typeof ROLES] ?? []) {
      try {
        readRoleUrl(env, role);
      } catch (fault) {
        yield (fault as Error).message;
      }
    }
    const allowed = (ROLES[process as keyof typeof ROLES] ?? []).map(
      (role) => `DATABASE_URL_${role.toUpperCase()}_FILE`,
    );
    for (const name of Object.keys(env))
      if (name.includes('DATABASE_URL') && !(allowed as string[]).includes(name)) yield `it holds ${name}`;
    if (process !== 'egress' && (env['SMTP_URL_FILE'] || URL.parse(env['SMTP_URL'] ?? '')?.password))
      yield 'it holds the password of the mail server';
  }
  try {
    const own =
      verb === 'run'
        ? Object.entries(env).filter(([name]) => !name.includes('DATABASE_URL'))
        : Object.entries(env);
    readSettings(Object.fromEntries(own));
  } catch (fault) {
    yield (fault as Error).message;
  }
}

/** What is wrong with the image as it is described. */
export function faultsOfImage(dockerfile: string, ignored: string): string[] {
  const lines = dockerfile
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const faults: string[] = [];
  const copies = lines.filter((line) => line.startsWith('COPY '));
  for (const copy of copies) {
    const words = copy.split(/\s+/).slice(1);
    const built = words.some((word) => word.startsWith('--from='));
    for (const path of words.filter((word) => !word.startsWith('--')).slice(0, -1)) {
      const inTree = built ? path.replace(/^\/src\/?/, '') : path;
      if (!existsSync(join(ROOT, inTree))) faults.push(`${path} is not there`);
    }
  }
  const stages = lines.filter((line) => line.startsWith('FROM '));
  if (stages.length < 2) faults.push('what builds it is in it');
  const last = lines.slice(lines.lastIndexOf(stages.at(-1) as string));
  const user = last.filter((line) => line.startsWith('USER ')).at(-1);
  if (!user || /USER\s+(root|0)\b/.test(user)) faults.push('it runs as root');
  if (!last.some((line) => line.startsWith('HEALTHCHECK ') && /\/health"/.test(line)))
    faults.push('nobody asks whether it lives');
  for (const name of ['.git', '.courtyard', 'deploy/secrets', '**/node_modules'])
    if (!ignored.split('\n').includes(name)) faults.push(`${name} would be sent along`);
  return faults;
}
