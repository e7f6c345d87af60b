import { InstantScalar } from '@courtyard/graphql';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import type { Class } from '../../apps/api/src/boot/operations.js';

/** The schema of these resolvers, as the api would build it. */
export async function schemaOf(resolvers: readonly Class[]): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const factory = app.get(GraphQLSchemaFactory);
    return await factory.create([...resolvers] as never[], [InstantScalar], { noDuplicatedFields: true });
  } finally {
    await app.close();
  }
}
