import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Product, startProduct } from '../journeys/product.js';
import { type Block, blocksOf, ROOT } from './markdown.js';
import { differences } from './shape.js';

/** Runs every example of the guide in its order, as a reader would who follows it, against the product as it is served. */
const guide = readFileSync(join(ROOT, 'docs', 'guides', 'api.md'), 'utf8');
const blocks = blocksOf(guide);
const examples = blocks.flatMap((block, i) => {
  const shown = blocks[i + 1];
  return block.words.includes('run')
    ? [{ block, shown: shown?.words[0] === 'json' ? shown : undefined }]
    : [];
});
const run = promisify(execFile);

let product: Product;
/** Within the clone, so that a script finds its packages. */
let folder: string;
/** What later examples take from earlier answers. */
const known: Record<string, string | number> = {
  // A day that is to come, whenever the guide is read.
  day: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10),
  later: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
};
let firstPosition = '';

beforeAll(async () => {
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.tmp', 'api-guide-'));
  product = await startProduct();
});

afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the guide has examples of each kind, and each shows its answer', () => {
  const kinds = examples.map(({ block }) => block.words[0]);
  expect(new Set(kinds)).toEqual(new Set(['sh', 'graphql', 'js']));
  expect(examples.length).toBeGreaterThan(15);
  expect(examples.filter(({ shown }) => !shown).map(({ block }) => block.line)).toEqual([]);
});

test.each(examples.map((example) => [example.block.line, example] as const))(
  'the example at line %i is answered as shown',
  async (_, { block, shown }) => {
    const answered: unknown = JSON.parse(await RUNNERS[block.words[0] as keyof typeof RUNNERS](block));
    expect(differences(JSON.parse(shown?.text ?? 'null'), answered)).toEqual([]);
    remember(answered);
  },
);

test('an answer of another shape is found', () => {
  const shown = { id: 'post_…', list: [{ a: 1 }], is: true };
  expect(differences(shown, { id: 'post_1', list: [{ a: 2 }, { a: 3 }], is: true })).toEqual([]);
  expect(differences(shown, { id: 'person_1', list: [], is: null, more: 1 })).toHaveLength(4);
  expect(differences(['read', 'revise'], ['read'])).toHaveLength(1);
});

const RUNNERS = {
  sh: async ({ text }: Block) => (await run('sh', ['-ec', `${HELP}\n${text}`], options())).stdout,
  graphql: async ({ text }: Block) => {
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie() },
      body: JSON.stringify({ query: text, variables: known }),
    });
    return response.text();
  },
  js: async ({ text }: Block) => {
    const script = join(folder, 'example.mjs');
    writeFileSync(script, text);
    const { stdout } = await run(process.execPath, [script], options());
    return stdout;
  },
};

/** A machine without curl has Node: the few options that the guide uses, and no others. */
const HELP = `command -v curl >/dev/null || curl() { "${process.execPath}" "${join(import.meta.dirname, 'fixtures', 'curl.mjs')}" "$@"; }`;

function options() {
  const env = { ...process.env, COURTYARD: product.url, COOKIE: cookie(), POSITION: firstPosition };
  return { cwd: folder, env, timeout: 30_000 };
}

/** As a browser sends it, from the file that curl keeps (Netscape's format). */
function cookie(): string {
  try {
    const jar = readFileSync(join(folder, 'cookies'), 'utf8');
    const fields = jar.trim().split('\n').at(-1)?.split('\t') ?? [];
    return `${fields[5]}=${fields[6]}`;
  } catch {
    return '';
  }
}

function remember(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [name, value] of Object.entries(answer)) {
    if (name === 'id' && String(value).startsWith('post_')) known['post'] = value;
    else if (name === 'id' && String(value).startsWith('comment_')) known['comment'] = value;
    else if (name === 'id' && String(value).startsWith('circle_')) known['circle'] = value;
    else if (name === 'endCursor') known['after'] = value;
    else if (name === 'version') known['version'] = value;
    else if (name === 'position') firstPosition ||= value;
    else remember(value);
  }
}
