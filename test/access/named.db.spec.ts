import type { Policy } from '@courtyard/access';
import { Department, departmentPolicy, Employee, employeePolicy } from '@courtyard/people';
import { outlineOf } from '@courtyard/records';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLNamedType, isObjectType } from 'graphql';
import { type Company, foundCompany, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(120_000);

/** A card brings no more of people than it shows; what else is asked for of them is read as by itself, and judged the same. */
let house: House;
let company: Company;
beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  const { eva, gus } = company;
  await eva.tell(
    `mutation ($id: Int!) { reviseProfile(input: { version: $id, pronouns: "she", bio: "Grouts." }) { id } }`,
    { id: (await profileOf(eva, eva.id))['version'] },
  );
  await publish(eva, 'To all of the circle.', [{ kind: 'community', id: company.circle }]);
  await publish(gus, 'From outside.', [{ kind: 'community', id: company.circle }]);
});
afterAll(() => house?.close());

const PROFILE = `id name title kind photoUrl pronouns bio version allowed
  department { id name color memberCount parent { id name } } guarded { field filled audience mayReveal }`;

const profileOf = async (by: Person, id: string) =>
  (await by.tell(`query ($id: ID!) { node(id: $id) { ... on Employee { ${PROFILE} } } }`, { id }))['node'];

const authors = async (by: Person) =>
  (await by.tell(`{ feed(first: 10) { nodes { author { ${PROFILE} } } } }`))['feed'].nodes.map(
    // biome-ignore lint/suspicious/noExplicitAny: as it was answered
    ({ author }: any) => author,
  );

test('an author tells all that their profile tells, to whom it tells it', async () => {
  const [gus, eva] = await authors(company.eva);
  expect(eva).toEqual(await profileOf(company.eva, company.eva.id));
  expect(eva).toMatchObject({ pronouns: 'she', bio: 'Grouts.', department: { name: 'Sales' } });
  expect(gus).toEqual(await profileOf(company.eva, company.gus.id));
});

test('and nothing but the card to whom the directory is closed', async () => {
  const [gus, eva] = await authors(company.gus);
  expect(gus).toEqual(await profileOf(company.gus, company.gus.id));
  expect(eva).toMatchObject({ name: 'eva', title: 'eva title', pronouns: null, bio: null, department: null });
  expect(await company.gus.code(`query ($id: ID!) { node(id: $id) { id } }`, { id: company.eva.id })).toBe(
    'not_found',
  );
});

test.each([
  [Employee.name, employeePolicy],
  [Department.name, departmentPolicy],
] as const)('whatever %s answers without asking again comes with the card', (name, policy) => {
  const type = house.app.get(GraphQLSchemaHost).schema.getType(name);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const bare = fields
    .map((field) => field.name)
    .filter((field) => policy.columns.has(field) && isBare(type, field));
  expect(bare.length).toBeGreaterThan(1);
  const outline = outlineOf(policy as Policy, 'name');
  expect(bare.filter((field) => !outline?.has(field))).toEqual([]);
});

/** A property is told at once and to anybody; whatever is resolved asks who asks. */
function isBare(type: GraphQLNamedType | undefined, name: string): boolean {
  const resolve = isObjectType(type) ? type.getFields()[name]?.resolve : undefined;
  try {
    return typeof resolve?.({ [name]: 'told' }, {}, {}, { fieldName: name } as never) === 'string';
  } catch {
    return false;
  }
}
