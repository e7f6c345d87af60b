import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allPolicies, permissionMatrix } from '@courtyard/access';
import { catalogueOf, personalDataMarkdown } from '@courtyard/catalogue';
import { errorsMarkdown } from '@courtyard/errors';
import { InstantScalar } from '@courtyard/graphql';
import { whoseYes } from '@courtyard/records';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { entities } from '../entities.js';
import { resolvers } from '../resolvers.js';

/** Writes what is generated from the code: the schema, the permissions, the record of personal data, the codes of errors. */
async function generate(folder: string): Promise<void> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await app
    .get(GraphQLSchemaFactory)
    .create([...resolvers], [InstantScalar], { noDuplicatedFields: true });
  await app.close();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'schema.graphql'), `${printSchema(lexicographicSortSchema(schema))}\n`);
  await writeFile(join(folder, 'permissions.md'), `${permissionMatrix(allPolicies())}\n`);
  await writeFile(
    join(folder, 'personal-data.md'),
    `${personalDataMarkdown(catalogueOf(entities), whoseYes())}\n`,
  );
  await writeFile(join(folder, 'errors.md'), errorsMarkdown());
}

await generate(process.argv[2] ?? join('docs', 'generated'));
