import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * node scripts/audit.mjs [folder]: asks the registry that npm is set up with what is known against the packages of the
 * lockfile, the client's and the development ones included: what builds and tests the product ships it.
 *
 * Exit code 0: asked, and nothing is known. 1: something is, of whatever severity (a severity is a guess about other programs;
 * what does not touch this one is an exception with a reason and an end), or the exceptions are not in order. 3: not checked,
 * because the registry answered no audit; that is no good news.
 *
 * @typedef {{ advisory: string, package: string, reason: string, until: string }} Exception
 */
const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
const LONGEST_EXCEPTION_DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;
const today = new Date().toISOString().slice(0, 10);

const { exceptions, faults } = readExceptions(join(root, 'scripts', 'audit-exceptions.json'));
const asked = ask();
if (typeof asked === 'string') {
  console.log(`not checked: ${asked}`);
  for (const fault of faults) console.error(fault);
  process.exit(faults.length > 0 ? 1 : 3);
}

const used = new Set();
const found = asked.advisories.filter(({ advisory, name }) => {
  const excepted = exceptions.find((one) => one.advisory === advisory && one.package === name);
  if (excepted) used.add(excepted);
  return !excepted || excepted.until < today;
});
for (const one of exceptions)
  if (!used.has(one))
    faults.push(`${one.advisory} (${one.package}) is excepted and not found any more: take it out.`);
for (const { advisory, name, severity, range, title } of found)
  console.error(`${severity}: ${name} ${range}: ${title} (${advisory})`);
for (const fault of faults) console.error(fault);
console.log(
  `${asked.packages} packages checked, ${found.length} known vulnerabilities, ${used.size} of the exceptions in use.`,
);
process.exitCode = found.length + faults.length > 0 ? 1 : 0;

/** @returns {{ packages: number, advisories: { advisory: string, name: string, severity: string, range: string, title: string }[] } | string} */
function ask() {
  // Whatever is set for installing must not leave anything out here.
  const args = ['audit', '--json', '--package-lock-only', '--audit-level=none', '--no-offline', '--audit'];
  const groups = ['dev', 'optional', 'peer'].map((group) => `--include=${group}`);
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const run = spawnSync(command, [...before, ...args, ...groups], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.error) return `npm did not run (${run.error.code}).`;
  let report;
  try {
    report = JSON.parse(run.stdout);
  } catch {
    return 'npm said nothing that can be read.';
  }
  // Neither npm's own words nor the address of the registry, which may hold a password.
  if (report?.error || !report?.vulnerabilities)
    return `the registry answered no audit (${report?.statusCode ?? report?.error?.code ?? 'no answer'}).`;
  const packages = report.metadata?.dependencies?.total;
  if (!(packages > 0)) return 'no package was looked at.';
  return { packages, advisories: advisoriesOf(report.vulnerabilities) };
}

/** A package that is affected through another names that one; each advisory is told once for each package it is about. */
function advisoriesOf(vulnerabilities) {
  const all = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via === 'object')
    .map(({ url, source, name, severity, range, title }) => ({
      ...{
        advisory: String(url ?? source)
          .split('/')
          .at(-1),
        name,
        severity,
        range,
        title,
      },
    }));
  return [...new Map(all.map((one) => [`${one.advisory} ${one.name}`, one])).values()];
}

/** @returns {{ exceptions: Exception[], faults: string[] }} */
function readExceptions(file) {
  if (!existsSync(file)) return { exceptions: [], faults: [] };
  /** @type {Exception[]} */
  const exceptions = JSON.parse(readFileSync(file, 'utf8'));
  const faults = exceptions.flatMap((one) => {
    const { advisory, package: name, reason, until } = one;
    const who = `${advisory} (${name})`;
    if (![advisory, name, reason].every((text) => typeof text === 'string' && text.trim() !== ''))
      return [`${who}: an exception names advisory, package and reason.`];
    if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)))
      return [`${who}: "until" is a day such as 2027-01-31.`];
    if (until < today) return [`${who}: the exception ended on ${until}.`];
    const latest = new Date(Date.parse(today) + LONGEST_EXCEPTION_DAYS * DAY).toISOString().slice(0, 10);
    return until > latest ? [`${who}: an exception ends within ${LONGEST_EXCEPTION_DAYS} days.`] : [];
  });
  return { exceptions, faults };
}
