import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.js';

/**
 * The requirements of OWASP ASVS 5.0.0, chapters 6 to 8 and 14 to 16: for each section the levels of its requirements in their
 * order. Numbers only: the words are theirs.
 */
const ASVS: Readonly<Record<string, string>> = {
  '6.1': '122',
  '6.2': '111111112222',
  '6.3': '11223333',
  '6.4': '112233',
  '6.5': '22222333',
  '6.6': '2223',
  '6.7': '33',
  '6.8': '2222',
  '7.1': '222',
  '7.2': '1111',
  '7.3': '22',
  '7.4': '11222',
  '7.5': '223',
  '7.6': '22',
  '8.1': '1233',
  '8.2': '1123',
  '8.3': '133',
  '8.4': '23',
  '14.1': '22',
  '14.2': '12223333',
  '14.3': '122',
  '15.1': '12233',
  '15.2': '12233',
  '15.3': '1222222',
  '15.4': '3333',
  '16.1': '2',
  '16.2': '22222',
  '16.3': '2222',
  '16.4': '222',
  '16.5': '2223',
};
const REQUIRED = Object.entries(ASVS).flatMap(([section, levels]) =>
  [...levels].map((level, at) => `${section}.${at + 1} ${level}`),
);

const ANSWERS = ['met', 'partly', 'not met', 'none here'];

interface Line {
  readonly number: string;
  readonly level: string;
  readonly asks: string;
  readonly answer: string;
  readonly why: string;
}

function linesOf(page: string): Line[] {
  return page.split('\n').flatMap((line) => {
    const [, number = '', level = '', asks = '', answer = '', why = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return /^\d+\.\d+\.\d+$/.test(number) ? [{ number, level, asks, answer, why }] : [];
  });
}

const NAMED = /`([^`]+\.(?:spec|journey)\.tsx?)`(?: \*([^*]+)\*)?/g;

/** One sentence for each thing that is wrong with a page. */
function faultsOf(page: string): string[] {
  const lines = linesOf(page);
  const stand = lines.map(({ number, level }) => `${number} ${level}`);
  return [
    ...REQUIRED.filter((one) => !stand.includes(one)).map((one) => `${one} is missing`),
    ...stand.filter((one) => !REQUIRED.includes(one)).map((one) => `${one} is not in the standard`),
    ...stand.filter((one, at) => stand.indexOf(one) !== at).map((one) => `${one} stands there twice`),
    ...lines.flatMap((line) => faultsIn(line)),
    ...(page.includes(countsOf(lines)) ? [] : [`the page does not say "${countsOf(lines)}"`]),
  ];
}

function faultsIn({ number, asks, answer, why }: Line): string[] {
  const tests = [...why.matchAll(NAMED)];
  const reason = why.replace(NAMED, '').replace(/[;.\s]/g, '');
  return [
    ...(asks === '' ? [`${number} does not say what it asks for`] : []),
    ...(ANSWERS.includes(answer) ? [] : [`${number}: "${answer}" is no answer`]),
    ...(tests.length === 0 && reason === '' ? [`${number} has neither test nor reason`] : []),
    ...(answer !== 'met' && reason === '' ? [`${number} is ${answer} and does not say why`] : []),
    ...tests.flatMap(([, path = '', title]) => {
      if (!existsSync(join(ROOT, path))) return [`${number}: ${path} is missing`];
      if (!title) return [`${number}: ${path} without a title`];
      return readFileSync(join(ROOT, path), 'utf8').includes(title)
        ? []
        : [`${number}: ${path} has no "${title}"`];
    }),
    ...Array.from(why.matchAll(/Below, \*([^*]+)\*/g), ([, heading]) => heading).flatMap((heading) =>
      page.includes(`\n## ${heading}\n`) ? [] : [`${number}: there is no section "${heading}"`],
    ),
  ];
}

function countsOf(lines: readonly Line[]): string {
  const [met, partly, not, none] = ANSWERS.map((one) => lines.filter(({ answer }) => answer === one).length);
  return `${met} met, ${partly} partly, ${not} not met, ${none} of which there is none here`;
}

const page = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');

test('every requirement of the chapters stands there once, with a test that exists or a reason', () => {
  expect(REQUIRED).toHaveLength(130);
  expect(faultsOf(page)).toEqual([]);
});

test('most of what is met is shown by a test', () => {
  const met = linesOf(page).filter(({ answer }) => answer === 'met');
  expect(met.filter(({ why }) => why.match(NAMED)).length).toBeGreaterThan(met.length * 0.8);
});

test('control: a page that lies is noticed', () => {
  const lies = page
    .replace('| 6.2.1 | 1 |', '| 6.2.1 | 2 |')
    .replace(/^\| 7\.2\.2 .*$/m, '')
    .replace(/^\| 8\.3\.1 (.*)$/m, (line) => `${line}\n${line}`)
    .replace(/^\| 15\.3\.1 .*$/m, '| 15.3.1 | 1 | fields | met | `test/gone.spec.ts` *it holds* |')
    .replace(
      /^\| 16\.5\.3 .*$/m,
      `| 16.5.3 | 2 | closed | met | \`test/docs/security.spec.ts\` *${['no', 'such', 'title'].join(' ')}* |`,
    )
    .replace(/^\| 14\.3\.3 .*$/m, '| 14.3.3 | 2 | storage | partly | `test/docs/drift.spec.ts` *paths* |')
    .replace(/^\| 6\.1\.3 .*$/m, '| 6.1.3 | 2 | ways | met | Below, *Ways out*. |')
    .replace(/^\| 6\.6\.1 .*$/m, '| 6.6.1 | 2 | telephones | perhaps | |');
  expect(faultsOf(lies)).toEqual([
    '6.2.1 1 is missing',
    '7.2.2 1 is missing',
    '6.2.1 2 is not in the standard',
    '8.3.1 1 stands there twice',
    '6.1.3: there is no section "Ways out"',
    '6.6.1: "perhaps" is no answer',
    '6.6.1 has neither test nor reason',
    '6.6.1 is perhaps and does not say why',
    '14.3.3 is partly and does not say why',
    '15.3.1: test/gone.spec.ts is missing',
    '16.5.3: test/docs/security.spec.ts has no "no such ' + 'title"',
    expect.stringMatching(/^the page does not say/),
  ]);
});
