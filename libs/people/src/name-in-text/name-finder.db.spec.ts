import type { EmployeeActor } from '@courtyard/access';
import type { FoundNames } from '@courtyard/records';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { EmployeeKind, type EmployeeStatus } from '../employee/employee.entity.js';
import { type House, openHouse } from '../fixtures/house.js';
import { foldedName } from '../name.js';
import { nameFinder } from './name-finder.js';

let house: House;
let org: string;
let admin: EmployeeActor;

beforeAll(async () => {
  house = await openHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
}, 90_000);
afterAll(() => house?.close());

interface Person {
  readonly name: string;
  readonly kind?: EmployeeKind;
  readonly status?: EmployeeStatus;
}

/** Puts people into an organisation of their own; the trigger makes their words, as for everybody. */
async function directory(people: readonly Person[]) {
  const organisationId = newId();
  await house.owner.query("insert into organisation (organisation_id, name) values ($1, 'Generated')", [
    organisationId,
  ]);
  const ids = people.map(() => newId());
  for (const [at, { name, kind = EmployeeKind.employee, status = 'active' }] of people.entries()) {
    const { nameFolded, nameWords } = foldedName(name);
    await house.owner.query(
      `insert into employee (organisation_id, id, name, name_folded, name_words, kind, status, roles)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        organisationId,
        ids[at],
        name,
        nameFolded,
        nameWords,
        kind,
        status,
        kind === 'employee' ? ['employee'] : [],
      ],
    );
  }
  let statements = 0;
  return {
    ids,
    statements: () => statements,
    find: async (...texts: string[]): Promise<readonly FoundNames[]> =>
      nameFinder.find(
        async (statement) => {
          statements += 1;
          return (await house.database.flight(organisationId, [statement]))[0] ?? [];
        },
        organisationId,
        texts,
      ),
  };
}

const NAMES: Person[] = [
  { name: 'Bill Kessler' },
  { name: 'Mara Lind' },
  { name: 'Łukasz Öztürk-Brandt' },
  { name: 'Kim, Sora' },
  { name: '王小明' },
  { name: '山田 太郎' },
  { name: '김 철수' },
  { name: 'สมชาย ใจดี' },
  { name: 'علي رضا' },
  { name: 'Нина Петрова' },
  { name: 'Max Gone', status: 'former' },
  { name: 'Gus Visitor', kind: EmployeeKind.guest },
  { name: 'Deploy Bot', kind: EmployeeKind.integration },
  { name: 'Anna Maria van der Berg' },
];

describe('names in a text', () => {
  let company: Awaited<ReturnType<typeof directory>>;
  beforeAll(async () => {
    company = await directory(NAMES);
  });
  const namesOf = (found: FoundNames | undefined) =>
    found?.employeeIds.map((id) => NAMES[company.ids.indexOf(id)]?.name) ?? [];

  it.each([
    ['a whole name', 'Thanks to Bill Kessler for the tickets.', 'Bill Kessler'],
    ['in small letters', 'thanks bill kessler', 'Bill Kessler'],
    ['the other way round', 'Kessler, Bill: tickets', 'Bill Kessler'],
    ['over the end of a line', 'thanks, Bill\nKessler', 'Bill Kessler'],
    ['without its accents', 'lukasz ozturk brandt', 'Łukasz Öztürk-Brandt'],
    ['in decomposed letters', 'Łukasz Öztürk-Brandt'.normalize('NFD'), 'Łukasz Öztürk-Brandt'],
    ['in wide letters', 'Ｂｉｌｌ Ｋｅｓｓｌｅｒ', 'Bill Kessler'],
    ['with an unseen character inside', 'Bi\u200bll Kess\u00adler', 'Bill Kessler'],
    ['with an unseen character between', 'Bill\u200bKessler', 'Bill Kessler'],
    ['with marks of direction', '\u202eBill Kessler\u202c', 'Bill Kessler'],
    ['in the genitive', 'Mara Linds Idee', 'Mara Lind'],
    ['of four words, begun anywhere', 'van der Berg, Anna Maria', 'Anna Maria van der Berg'],
    ['in an address', 'mail to bill.kessler@kessler.example', 'Bill Kessler'],
    ['what somebody is called', 'Bill knows.', 'Bill Kessler'],
    ['what somebody is called, after a comma in the directory', 'Ask Sora.', 'Kim, Sora'],
    ['with a sign before it', 'ask @bill', 'Bill Kessler'],
    ['after an honorific', 'Herr Kessler hat angerufen', 'Bill Kessler'],
    ['after two', 'Frau Dr. Lind', 'Mara Lind'],
    ['in a script without spaces', '昨日王小明さんに会いました', '王小明'],
    ['of two words, written as one', '山田太郎さんへ', '山田 太郎'],
    ['with particles', '김철수가 왔어요', '김 철수'],
    ['in Thai', 'ขอบคุณสมชายมาก', 'สมชาย ใจดี'],
    ['in Arabic', 'شكرا علي رضا', 'علي رضا'],
    ['in Cyrillic', 'спасибо, НИНА ПЕТРОВА', 'Нина Петрова'],
  ])('%s', async (_, text, name) => {
    const [found] = await company.find(text);
    expect(namesOf(found)).toEqual([name]);
    expect(found).toMatchObject({ outside: false, unsure: false });
  });

  it.each([
    ['a word that is nobody', 'The valve test passed.'],
    ['what somebody is called, as an ordinary word', 'pay the bill'],
    ['a family name alone', 'Kessler Pumps is a company'],
    ['words of a name apart from each other', 'the bill was sent to a kessler'],
    ['an integration', 'Deploy Bot says no'],
    ['letters of another script that look alike', 'Вill Кessler'],
    ['nothing but signs', '!!! … 🙂'],
    ['nothing', ''],
  ])('finds nobody in %s', async (_, text) => {
    const [found] = await company.find(text);
    expect(found).toEqual({ employeeIds: [], certainIds: [], outside: false, unsure: false });
  });

  it('says that somebody is named who can never agree', async () => {
    const texts = ['max gone knew', 'Max knew', 'Gus Visitor was here', 'Gus was here', 'Bill was here'];
    expect((await company.find(...texts)).map(({ outside }) => outside)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    const [gone, , guest] = await company.find(...texts);
    expect(gone?.employeeIds).toEqual([]);
    expect(namesOf(guest)).toEqual(['Gus Visitor']);
  });

  it('is certain of whole names that one person bears, and of nothing else', async () => {
    const two = await directory([{ name: 'Bill Kessler' }, { name: 'Bill Kessler' }, { name: 'Bill Lind' }]);
    const [whole, called, certain] = await two.find('Bill Kessler', 'Bill', 'Bill Lind');
    expect(whole).toMatchObject({ certainIds: [], unsure: false });
    expect(whole?.employeeIds.toSorted()).toEqual(two.ids.slice(0, 2).toSorted());
    expect(called?.employeeIds).toHaveLength(3);
    expect(called?.certainIds).toEqual([]);
    // Part of a whole name that was found means nobody else.
    expect(certain).toMatchObject({ employeeIds: [two.ids[2]], certainIds: [two.ids[2]] });
  });

  it('asks where more bear a name than are told', async () => {
    const many = await directory(Array.from({ length: 12 }, (_, at) => ({ name: `Thomas Number${at}` })));
    const [found] = await many.find('Thomas says yes');
    expect(found?.unsure).toBe(true);
    expect(found?.employeeIds.length).toBeLessThan(12);
  });

  it('sees nobody of another organisation', async () => {
    const found = await house.gate.namesIn(admin, 'Bill Kessler and Mara Lind');
    expect(found).toEqual({ employeeIds: [], certainIds: [], outside: false, unsure: false });
  });

  it('takes one statement where no word is known, else two, however many texts', async () => {
    const before = company.statements();
    await company.find('nothing', 'at all', 'of anybody');
    expect(company.statements() - before).toBe(1);
    await company.find(...Array.from({ length: 500 }, (_, at) => `Bill Kessler, ${at}`));
    expect(company.statements() - before).toBe(3);
  });
});

describe('hostile texts', () => {
  it('are looked through whole, in bounded time', async () => {
    const people = Array.from({ length: 300 }, (_, at) => ({ name: `Ann${at} Bee${at}` }));
    const company = await directory([...people, { name: '王王' }, { name: '王' }]);
    const names = people.map(({ name }) => name).join(' ');
    const texts = [
      names.repeat(10).slice(0, 40_000),
      'Ann1 '.repeat(8_000),
      'Ann1s '.repeat(6_666),
      '王'.repeat(40_000),
      `${'\u200b'.repeat(39_000)}Ann7 Bee7`,
      `Z${'\u0301'.repeat(39_000)}algo Ann8`,
      'a'.repeat(100_000),
    ];
    for (const text of texts) {
      const begun = performance.now();
      await company.find(text);
      // Minutes, were it quadratic; a generous bound for a machine that does other things.
      expect(performance.now() - begun).toBeLessThan(15_000);
    }
    const [all] = await company.find(texts[0] as string);
    expect(all).toMatchObject({ unsure: true });
    expect(all?.certainIds).toHaveLength(300);
  }, 120_000);
});

const LETTERS = ['abcdefgh', 'äöüéñç', 'абвгд', 'αβγδ', 'אבגד', 'ابتث'];
const word = fc
  .constantFrom(...LETTERS)
  .chain((letters) => fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: 7 }))
  .map((letters) => letters.join(''));
const capital = (text: string) => `${[...text][0]?.toUpperCase()}${[...text].slice(1).join('')}`;
const nameOf = fc.array(word, { minLength: 2, maxLength: 5 }).map((words) => words.map(capital).join(' '));
const wording = fc.constantFrom<(name: string) => string>(
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => name.normalize('NFD'),
  (name) => name.normalize('NFD').replace(/\p{M}/gu, ''),
  (name) => name.replaceAll(' ', '\n'),
  (name) => name.replaceAll(' ', '  –  '),
  (name) => `„${name}“`,
  (name) => {
    const words = name.split(' ');
    return [words.at(-1), ...words.slice(0, -1)].join(', ');
  },
  (name) => `${name.slice(0, 1)}\u200d${name.slice(1)}`,
);

describe('whatever directory and text', () => {
  it('every whole name that was planted is found', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(nameOf, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(), wording, fc.lorem({ maxCount: 4 })), { minLength: 1, maxLength: 6 }),
        async (names, planted) => {
          const company = await directory(names.map((name) => ({ name })));
          const expected = new Set<string>();
          const text = planted
            .map(([which, write, between]) => {
              const at = which % names.length;
              expected.add(company.ids[at] as string);
              return `${between} ${write(names[at] as string)}.`;
            })
            .join(' ');
          const [found] = await company.find(text);
          expect([...expected].filter((id) => !found?.employeeIds.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('control: a search that knows no folding misses some', async () => {
    const company = await directory([{ name: 'Łukasz Öztürk' }]);
    const text = 'lukasz ozturk';
    expect(text.includes('Łukasz Öztürk')).toBe(false);
    expect((await company.find(text))[0]?.employeeIds).toEqual(company.ids);
  });
});
