import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, Kind, type ValueNode } from 'graphql';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

/** An instant as ISO 8601 text in UTC. Rows carry it as text, so nothing is parsed on the way out. */
@Scalar('DateTime')
export class InstantScalar implements CustomScalar<string, string> {
  description = 'An instant, ISO 8601 in UTC, such as 2026-11-22T09:40:00.123Z.';

  serialize(value: unknown): string {
    return String(value);
  }

  parseValue(value: unknown): string {
    if (typeof value !== 'string' || !INSTANT.test(value) || Number.isNaN(Date.parse(value))) {
      throw new GraphQLError('An instant looks like 2026-11-22T09:40:00Z.');
    }
    return value;
  }

  parseLiteral(node: ValueNode): string {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }
}
