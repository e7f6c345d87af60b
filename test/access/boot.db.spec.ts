import { READ_FIELD_REGISTER, registeredField } from '@courtyard/catalogue';
import { testDatabase } from '@courtyard/database';
import { Post } from '@courtyard/feed';
import { Gate } from '@courtyard/records';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { GraphQLSchemaHost, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { gapsOf } from '../../apps/api/src/boot/boot-checks.js';
import { runningClasses } from '../../apps/api/src/boot/operations.js';
import { entities } from '../../apps/api/src/entities.js';
import { resolvers } from '../../apps/api/src/resolvers.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(120_000);

describe('the served product', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house?.close());

  test('runs exactly the resolvers that the schema is generated from', () => {
    const running = runningClasses(house.app).resolvers.map(({ name }) => name);
    const listed = resolvers.map(({ name }) => name).sort();
    expect(running.filter((name) => name.endsWith('Resolver')).sort()).toEqual(listed);
  });

  test('has no gap in any wall', async () => {
    const client = new Client({ connectionString: house.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query({ text: READ_FIELD_REGISTER, rowMode: 'array' });
    await client.end();
    const register = rows.map((row: unknown[]) =>
      registeredField(
        row.map((cell) => (typeof cell === 'boolean' ? String(cell)[0] : String(cell))) as string[],
      ),
    );
    const { schema } = house.app.get(GraphQLSchemaHost);
    const built = { schema, running: runningClasses(house.app), entities, register };
    expect(gapsOf({ ...built, findsNames: house.app.get(Gate).findsNames })).toEqual([]);
  });

  test('calls each method of a field without arguments as it is: none stands behind the pipeline of requests', () => {
    const { schema } = house.app.get(GraphQLSchemaHost);
    const fields = fieldsWithoutArguments(schema);
    expect(fields.length).toBeGreaterThan(80);
    expect(fields.filter(({ resolve }) => isAsync(resolve)).map(({ name }) => name)).toEqual([]);
    // An id is told as a node id, at once.
    const id = schema.getType('Post');
    const told = isObjectType(id) && id.getFields()['id']?.resolve?.({ id: 'x' }, {}, {}, {} as never);
    expect(told).toBe('post_x');
  });

  test('has no address but these; each is decided, closed by default, or the built client', () => {
    const fastify = (house.app as unknown as NestFastifyApplication).getHttpAdapter().getInstance();
    const addresses = fastify.printRoutes({ commonPrefix: false }).match(/(?<=── )\S+( \([A-Z, ]+\))?/g);
    // A folder of the built client may add its files.
    const ours = (addresses ?? []).filter(
      (one) => !/assets|\.(html|js|css|svg|json|webmanifest|png|ico)/.test(one),
    );
    // How the tree is drawn depends on what else begins with a slash.
    const bare = ours.map((one) => one.replace(/^\//, '')).filter((one) => !/^( |$)/.test(one));
    expect(bare.sort()).toEqual([
      ':employee/:token (GET, HEAD)',
      'files/photo (PUT, DELETE)',
      'graphql (GET, POST, OPTIONS, HEAD)',
      'health (GET, HEAD)',
      'ready (GET, HEAD)',
    ]);
  });

  test('gives no handle of the database to whoever asks for it', () => {
    expect(() => house.app.get(DataSource, { strict: false })).toThrow();
    for (const name of ['Database', 'Pool', 'Client'])
      expect(() => house.app.get(name, { strict: false })).toThrow();
  });
});

describe('control: boot', () => {
  test('with an operation that forgot @Can it does not serve, and says which', async () => {
    @Resolver()
    class ForgetfulResolver {
      @Query(() => Boolean)
      forgotten(): boolean {
        return true;
      }
    }
    @Controller()
    class ForgetfulController {
      @Get('everything')
      everything(): string {
        return 'everything';
      }
    }
    @Module({ providers: [ForgetfulResolver], controllers: [ForgetfulController] })
    class ForgetfulModule {}
    await expect(openHouse({ more: [ForgetfulModule] })).rejects.toThrow(
      /^Courtyard does not serve[\s\S]*ForgetfulResolver\.forgotten says neither[\s\S]*ForgetfulController\.everything says neither/,
    );
  });

  test('with a guard on a field, which would never run, it does not start, and says where', async () => {
    class NobodyGuard {
      canActivate(): boolean {
        return false;
      }
    }
    @Resolver(() => Post)
    class GuardedFieldResolver {
      @ResolveField(() => String)
      @UseGuards(NobodyGuard)
      secret(): string {
        return 'secret';
      }
    }
    @Module({ providers: [GuardedFieldResolver] })
    class GuardedFieldModule {}
    await expect(openHouse({ more: [GuardedFieldModule] })).rejects.toThrow(
      /^Post\.secret: what stands around/,
    );
  });

  test('with a class that asks for the DataSource it does not start', async () => {
    @Resolver()
    class RoundTheGateResolver {
      constructor(readonly source: DataSource) {}
    }
    @Module({ providers: [RoundTheGateResolver] })
    class RoundTheGateModule {}
    await expect(openHouse({ more: [RoundTheGateModule] })).rejects.toThrow(/DataSource/);
  });

  test('on a database whose field numbers differ it does not serve', async () => {
    const database = await testDatabase({ fresh: true });
    const client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(`insert into field (entity, field_no, name) values ('Employee', 60, 'shoeSize')`);
    await client.end();
    await expect(openHouse({ database })).rejects.toThrow(/Employee\.shoeSize: number 60 is registered/);
    await database.close();
  });
});

function fieldsWithoutArguments(schema: GraphQLSchema) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !roots.includes(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, args, resolve }) =>
        resolve && args.length === 0 ? [{ name: `${type.name}.${name}`, resolve }] : [],
      ),
    );
}

/** As Nest builds what it calls for a request, and what it calls through the middleware of a field. */
function isAsync(resolve: (...args: never[]) => unknown): boolean {
  return (
    Object.prototype.toString.call(resolve) === '[object AsyncFunction]' || /run\(0\)/.test(String(resolve))
  );
}
