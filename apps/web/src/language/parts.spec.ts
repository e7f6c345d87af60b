import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PARTS } from './parts';

/*
 * What is drawn has its words: whatever a route reaches by imports, on demand or not, is of the house or of a part that the
 * route, or one around it, learns.
 */
const SRC = join(__dirname, '..');
const ROUTES = join(SRC, 'routes');
const PART_OF = new Map(
  Object.entries(PARTS).flatMap(([part, folders]) => folders.map((one) => [one, part])),
);

type Read = (file: string) => string;
const read: Read = (file) => readFileSync(file, 'utf8');
const speaks = (text: string) => text.includes('@lingui/');

/** Every file that one imports, its own imports included; types are gone when it runs. */
function reached(file: string, from: Read = read, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = from(file).matchAll(
    /(?:^import (?!type )[^;]*?|^export [^;]*?from |import\()'(\.[^']+)'/gms,
  );
  for (const [, path] of imports) {
    const target = ['.tsx', '.ts']
      .map((end) => join(dirname(file), `${path}${end}`))
      .find((one) => existsSync(one));
    if (target) reached(target, from, found);
  }
  return found;
}

/** Files that are drawn and whose words nobody learned. */
function unlearned(file: string, learned: readonly string[], from: Read): string[] {
  return [...reached(file, from)].flatMap((one) => {
    const [folder = ''] = relative(SRC, one).split('/');
    const part = PART_OF.get(folder);
    return part && speaks(from(one)) && !learned.includes(part) ? [relative(SRC, one)] : [];
  });
}

/** The same of a route, by what it learns, and those around it. */
function wordless(route: string, from: Read = read): string[] {
  // `_inside.desk.log` stands in `_inside.desk`, and that in `_inside`.
  const parts = route.replace(/\.tsx$/, '').split('.');
  const around = parts.map((_, at) => `${parts.slice(0, at + 1).join('.')}.tsx`);
  const learned = around.flatMap((name) => {
    const file = join(ROUTES, name);
    const text = existsSync(file) ? from(file) : '';
    return [...text.matchAll(/learn\(([^)]*)\)/g)].flatMap(([, list]) => list?.match(/\w+/g) ?? []);
  });
  return unlearned(join(ROUTES, route), learned, from);
}

const routes = readdirSync(ROUTES);

test.each(routes)('%s learns the words of what it draws', (route) => expect(wordless(route)).toEqual([]));

test('what is there before any route needs no words but those of the house', () => {
  const withoutRoutes: Read = (file) => (file.includes('routeTree.gen') ? '' : read(file));
  expect(reached(join(SRC, 'main.tsx'), withoutRoutes).size).toBeGreaterThan(10);
  expect(unlearned(join(SRC, 'main.tsx'), [], withoutRoutes)).toEqual([]);
});

test('control: a route that forgot to learn is noticed', () => {
  const forgetful: Read = (file) =>
    file.endsWith('_inside.desk.tsx') ? read(file).replace(/loader: .*/, '') : read(file);
  expect(wordless('_inside.desk.log.tsx', forgetful)).toContain('desk/log-screen.tsx');
  expect(wordless('_inside.desk.log.tsx')).toEqual([]);
});
