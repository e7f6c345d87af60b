import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';

export interface Operation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What stands in an argument: chosen by its name and type; `undefined` leaves it out. */
export type Fill = (place: {
  operation: string;
  name: string;
  type: GraphQLNamedType;
  required: boolean;
}) => unknown;

/** One operation per root field, everything selected down to `depth` objects below it. */
export function operationsOf(schema: GraphQLSchema, depth: number, fill: Fill): Operation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => {
      const variables: Record<string, unknown> = {};
      const declared: string[] = [];
      const passed: string[] = [];
      for (const argument of field.args) {
        const value = filled(field.name, argument, fill);
        if (value === undefined) continue;
        variables[argument.name] = value;
        declared.push(`$${argument.name}: ${String(argument.type)}`);
        passed.push(`${argument.name}: $${argument.name}`);
      }
      const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
      const args = passed.length > 0 ? `(${passed.join(', ')})` : '';
      const query = `${kind} ${head} { ${field.name}${args} ${selection(schema, field.type, depth)} }`;
      return { name: field.name, kind, query, variables };
    }),
  );
}

/** Pages in pages of everything would be refused for their size, so these are written by hand. */
const BY_HAND: Readonly<Record<string, string>> = {
  feed: `{ feed(first: 5) { nodes { id body kind version publishedAt editedAt usefulCount valuableCount commentCount mine allowed
    author { id name title kind allowed } audience { label count outside untold parts { kind id name count } } why { label text }
    question { state takenAt allowed takenBy { id name title } accepted { id body author { id name } } }
    pledge { state dueOn overdue earlier { dueOn reason movedAt } settledAt confirmedAt allowed to { id name title } confirmedBy { id name title } }
    announcement { acknowledged readCount remindedOn allowed }
    comments(first: 3) { nodes { id body author { id name } allowed } } } pageInfo { hasNextPage } } }`,
  unanswered: `{ unanswered(first: 5) { nodes { id body kind author { id name } audience { label count }
    question { state takenAt acceptedAt solvedAt allowed takenBy { id name title } accepted { id body author { id name } } } }
    pageInfo { endCursor hasNextPage } } }`,
  waitingPledges: `{ waitingPledges(first: 5) { nodes { id body kind author { id name } audience { label count }
    pledge { state dueOn overdue earlier { dueOn reason movedAt } settledAt confirmedAt allowed to { id name title } confirmedBy { id name title } } }
    pageInfo { endCursor hasNextPage } } }`,
  toRead: `{ toRead(first: 5) { nodes { id kind body author { id name } audience { label count }
    announcement { acknowledged readCount remindedOn allowed } } pageInfo { endCursor hasNextPage } } }`,
  circles: `{ circles { id name count outside people(first: 3) { nodes { id name title kind } } } }`,
  communities: `{ communities(first: 5) { nodes { id name purpose access mine memberCount usualAnswerHours allowed owners { id name }
    moderators { id name } charter charterVersion history endsAt archived showsMembers myRequest { words declined } startedFrom { id }
    requests(first: 2) { nodes { words employee { id } } } invitations(first: 2) { nodes { expiresAt employee { id } } }
    members(first: 3) { nodes { id name title allowed } } } pageInfo { hasNextPage } } }`,
  search: `{ said: search(query: "before:2100-01-01", first: 5) { nodes { kind excerpt { text matched } node { ...found } } pageInfo { hasNextPage } }
    named: search(query: "e", first: 3) { nodes { kind excerpt { text matched } node { ...found } } pageInfo { hasNextPage } } }
    fragment found on SearchResult { __typename ... on Post { id body author { id name } } ... on Comment { id body author { id name } }
      ... on Employee { id name title } ... on Community { id name purpose } }`,
};

/** The same of what may be behind an id. */
const ANYTHING = `query ($id: ID!) { node(id: $id) { __typename id
  ... on Employee { name title pronouns bio kind allowed guarded { field audience filled mayReveal } department { id name } }
  ... on Post { body version usefulCount valuableCount commentCount allowed author { id name } audience { label count }
    asked: question { state takenAt acceptedAt solvedAt allowed takenBy { id name title } accepted { id body author { id name } } }
    promised: pledge { state dueOn overdue earlier { dueOn reason movedAt } settledAt confirmedAt allowed to { id name title } confirmedBy { id name title } }
    announced: announcement { acknowledged readCount remindedOn allowed } }
  ... on Community { name purpose access mine memberCount usualAnswerHours allowed }
  ... on Circle { name count outside people(first: 2) { nodes { id name } } }
  ... on Recipient { name category ownerName country version status never allowed }
  ... on ConsentRequest { benefit question answered fields { values valueCount answer { state } } } } }`;

/** Every query there is, once, about each of these ids. */
export function queriesAbout(schema: GraphQLSchema, ids: readonly string[]): Operation[] {
  const queries = new Map<string, Operation>();
  const add = (operation: Operation) =>
    queries.set(`${operation.name} ${JSON.stringify(operation.variables)}`, operation);
  for (const [name, query] of Object.entries(BY_HAND)) add({ name, kind: 'query', query, variables: {} });
  for (const id of ids) {
    const about: Fill = ({ name, type, required }) => {
      if (!required) return undefined;
      if (type.name === 'ID') return /fieldKey/.test(name) ? 'Employee.name' : id;
      return isEnumType(type) ? type.getValues()[0]?.name : type.name === 'String' ? 'e' : undefined;
    };
    add({ name: 'node', kind: 'query', query: ANYTHING, variables: { id } });
    for (const operation of operationsOf(schema, 1, about)) {
      const isByHand = operation.name === 'node' || Object.hasOwn(BY_HAND, operation.name);
      if (operation.kind === 'query' && !isByHand) add(operation);
    }
  }
  return [...queries.values()];
}

/** The same with one text in every place that takes text or an id; each optional place filled, too. */
export function hostileOperations(schema: GraphQLSchema, text: string): Operation[] {
  return operationsOf(schema, 1, ({ type }) => {
    if (isEnumType(type)) return type.getValues()[0]?.name;
    if (type.name === 'Int') return 1;
    if (type.name === 'Boolean') return true;
    return text;
  }).filter(({ kind }) => kind !== 'subscription');
}

function filled(
  operation: string,
  { name, type }: Pick<GraphQLArgument, 'name' | 'type'>,
  fill: Fill,
): unknown {
  return written(operation, name, type, isNonNullType(type), fill);
}

function written(
  operation: string,
  name: string,
  type: GraphQLInputType,
  required: boolean,
  fill: Fill,
): unknown {
  if (isNonNullType(type)) return written(operation, name, type.ofType, required, fill);
  if (isListType(type)) {
    const one = written(operation, name, type.ofType, required, fill);
    return one === undefined ? undefined : [one];
  }
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields()).flatMap((field) => {
      const value = written(operation, field.name, field.type, isRequiredInputField(field), fill);
      return value === undefined ? [] : [[field.name, value] as const];
    });
    return Object.fromEntries(entries);
  }
  return fill({ operation, name, type, required });
}

/** Everything that needs no argument; of an interface, everything of each of its types. */
export function selection(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  depth: number,
  clashing: ReadonlySet<string> = new Set(),
): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) {
    const types = schema.getPossibleTypes(named);
    const clashes = clashesOf(types);
    return `{ __typename ${types.map((one) => `... on ${one.name} ${selection(schema, one, depth, clashes)}`).join(' ')} }`;
  }
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const composite = isObjectType(inner) || isAbstractType(inner);
    if (field.args.some(isNeeded)) return [];
    // Pages and their bookkeeping do not count as depth: what matters is how many rows one is from the root.
    const below = named.name.endsWith('Connection') || inner.name.endsWith('Connection') ? depth : depth - 1;
    if (composite && below < 0) return [];
    const alias = clashing.has(field.name) ? `${named.name}_${field.name}: ` : '';
    return [`${alias}${field.name} ${composite ? selection(schema, field.type, below) : ''}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

/** Fields that bear one name and have several types among these. */
function clashesOf(types: readonly GraphQLObjectType[]): ReadonlySet<string> {
  const fields = types.flatMap((type) => Object.values(type.getFields()));
  return new Set(
    fields.flatMap(({ name, type }) =>
      fields.some((other) => other.name === name && String(other.type) !== String(type)) ? [name] : [],
    ),
  );
}

function isNeeded(argument: GraphQLArgument): boolean {
  return isNonNullType(argument.type) && argument.defaultValue === undefined;
}
