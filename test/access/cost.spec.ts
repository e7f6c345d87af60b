import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS, validationRules } from '@courtyard/graphql';
import { buildSchema, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { documentOf } from '../live/fixtures/documents.js';

const CLIENT = join('apps', 'web', 'src');
const schema = buildSchema(readFileSync(join('docs', 'generated', 'schema.graphql'), 'utf8'));
const rules = validationRules();

const operations = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.graphql'))
  .flatMap((name) => parse(readFileSync(join(CLIENT, name), 'utf8')).definitions)
  .filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
  .map(({ name }) => name?.value ?? '');

describe('the limits of an operation', () => {
  it.each(operations)('let the client ask %s', (name) => {
    expect(validate(schema, parse(documentOf(name)), rules)).toEqual([]);
  });

  it('count rows: the same selection is refused for larger pages', () => {
    const query = (size: number) =>
      `{ feed(first: ${size}) { nodes { id body comments(first: ${size}) { nodes { id body author { name title } } } } } }`;
    expect(validate(schema, parse(query(20)), rules)).toEqual([]);
    const [refusal] = validate(schema, parse(query(100)), rules);
    expect(refusal?.message).toMatch(/cost limit/);
    expect(LIMITS.cost).toBeLessThan(100 * 100 * 4);
  });
});
