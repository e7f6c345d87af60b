import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allPolicies, Can, definePolicy, everyRow, me, Public, permissionMatrix } from '@courtyard/access';
import { fieldKey, fieldsOf, Impersonal, Personal } from '@courtyard/catalogue';
import { Live } from '@courtyard/live';
import { concernsPerson, disclosable, disclosables, undisclosedFields, whoseYes } from '@courtyard/records';
import { SchemaWalk } from '@courtyard/testing';
import { Args, ArgsType, Field, InputType, ObjectType, Query, Resolver, Subscription } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { Column, Entity, ManyToOne, PrimaryColumn } from 'typeorm';
import { type Built, gapsOf } from '../../apps/api/src/boot/boot-checks.js';
import { BootFault } from '../../apps/api/src/boot/boot-fault.js';
import { exposedColumns, movedFields, openEntities } from '../../apps/api/src/boot/entities.js';
import { type Class, openOperations } from '../../apps/api/src/boot/operations.js';
import { entities } from '../../apps/api/src/entities.js';
import { resolvers } from '../../apps/api/src/resolvers.js';
import { PASSES } from './passes.js';
import { schemaOf } from './schema.js';

const DAY = { purposes: ['collaboration'], retention: 'until_withdrawn', sensitivity: 'low' } as const;

/*
 * The walk over what is built from decorators alone: schema, entities, policies. What needs the database or the served api is
 * walked in tables.db.spec.ts and boot.db.spec.ts.
 */
describe('the product', () => {
  test('has a schema in which every root operation is decided, and live ones are judged per event', async () => {
    const schema = await schemaOf(resolvers);
    expect(openOperations(schema, { resolvers, controllers: [] })).toEqual([]);
  });

  test('has a schema that is walked without a finding', async () => {
    const walk = new SchemaWalk(await schemaOf(resolvers), entities, PASSES);
    expect(walk.governedTypes).toEqual([
      'AccountNotice',
      'Announcement',
      'Circle',
      'Comment',
      'Community',
      'CommunityInvitation',
      'CommunityRequest',
      'Consent',
      'ConsentRequest',
      'Department',
      'Disclosure',
      'Employee',
      'Opening',
      'Organisation',
      'Passkey',
      'Pledge',
      'Post',
      'ProcessingLimit',
      'Question',
      'Recipient',
      'Revision',
      'Session',
    ]);
    expect(walk.all()).toEqual([]);
  });

  test('has entities that are all known, classified, governed and without relations', async () => {
    expect(openEntities(entities)).toEqual([]);
    expect(exposedColumns(await schemaOf(resolvers), entities)).toEqual([]);
  });

  test('says of every field that people may be asked for who has to agree', async () => {
    const asked = entities.flatMap((entity) => fieldsOf(entity).filter((field) => field.asked));
    expect(asked.length).toBeGreaterThan(5);
    expect([...whoseYes().keys()].sort()).toEqual(asked.map(fieldKey).sort());
    const reviewed = await readFile(join('docs', 'generated', 'personal-data.md'), 'utf8');
    for (const who of whoseYes().values()) expect(reviewed).toContain(`agreed to by ${who} |`);
  });

  test('has the schema and the permissions that were reviewed', async () => {
    const reviewed = (name: string) => readFile(join('docs', 'generated', name), 'utf8');
    const schema = printSchema(lexicographicSortSchema(await schemaOf(resolvers)));
    expect(`${schema}\n`).toBe(await reviewed('schema.graphql'));
    expect(`${permissionMatrix()}\n`).toBe(await reviewed('permissions.md'));
  });
});

/** The product with these resolvers besides. */
async function broken(...more: Class[]): Promise<Pick<Built, 'schema' | 'running'>> {
  const all = [...resolvers, ...more];
  return { schema: await schemaOf(all), running: { resolvers: all, controllers: [] } };
}

describe('control: operation without a decision', () => {
  test('a root operation that forgot @Can', async () => {
    @Resolver()
    class ForgetfulResolver {
      @Query(() => Boolean)
      forgotten(): boolean {
        return true;
      }
    }
    const { schema, running } = await broken(ForgetfulResolver);
    const found = ['ForgetfulResolver.forgotten says neither @Can nor @Public.'];
    expect(openOperations(schema, running)).toEqual(found);
    const register: Built['register'] = [];
    const gaps = gapsOf({ schema, running, entities, register, findsNames: true });
    expect(gaps).toEqual(expect.arrayContaining(found));
    expect(new BootFault(found).message).toContain(found[0]);
  });

  test('one that a base class brings along', async () => {
    @Resolver({ isAbstract: true })
    abstract class Base {
      @Query(() => Boolean)
      inherited(): boolean {
        return true;
      }
    }
    @Resolver()
    class ChildResolver extends Base {}
    const { schema, running } = await broken(ChildResolver);
    expect(openOperations(schema, running)).toEqual([
      'ChildResolver.inherited says neither @Can nor @Public.',
    ]);
  });

  test('one whose class nobody lists', async () => {
    @Resolver()
    class HiddenResolver {
      @Query(() => Boolean)
      @Public('it says that it is for everybody')
      unlisted(): boolean {
        return true;
      }
    }
    const { schema } = await broken(HiddenResolver);
    expect(openOperations(schema, { resolvers, controllers: [] })).toEqual([
      'Query.unlisted has no resolver that says who may call it.',
    ]);
  });

  test('an address besides GraphQL', async () => {
    class OpenController {
      get(): string {
        return 'everything';
      }
    }
    Reflect.defineMetadata('method', 0, OpenController.prototype.get);
    const { schema } = await broken();
    expect(openOperations(schema, { resolvers, controllers: [OpenController] })).toEqual([
      'OpenController.get says neither @Can nor @Public.',
    ]);
  });
});

test('control: a subscription that pushes, by @Subscription', async () => {
  @Resolver()
  class PushingResolver {
    @Subscription(() => Boolean)
    @Public('it says that it is for everybody')
    pushed(): AsyncIterator<boolean> {
      return (async function* () {})();
    }

    @Live(() => Boolean)
    @Public('it says that it is for everybody')
    judged(): AsyncIterator<boolean> {
      return (async function* () {})();
    }
  }
  const { schema, running } = await broken(PushingResolver);
  expect(openOperations(schema, running)).toEqual([
    'PushingResolver.pushed is a @Subscription; write @Live.',
  ]);
});

test('control: governed rows that are told carelessly', async () => {
  @Entity('leaflet')
  @ObjectType()
  class Leaflet {
    @Field()
    @PrimaryColumn({ type: 'uuid' })
    @Impersonal('tenancy')
    organisationId!: string;

    @PrimaryColumn({ type: 'uuid' })
    @Personal({ ...DAY, category: 'pd:UID', fieldNo: 1 })
    id!: string;

    @Field()
    @Column({ type: 'text', select: false })
    @Personal({ ...DAY, category: 'pd:TelephoneNumber', fieldNo: 2, guarded: true })
    privateNumber!: string;

    @Field(() => String)
    @Column({ type: 'bytea' })
    @Personal({ ...DAY, category: 'pd:Authenticating', fieldNo: 3 })
    proof!: Buffer;

    /** A relation that a property holds. */
    @Field(() => Leaflet)
    next!: Leaflet;
  }
  definePolicy(Leaflet, ['read'], ({ can }) => can('read', { id: me }));

  @ObjectType()
  class Shelf {
    @Field(() => Leaflet)
    first!: Leaflet;
  }

  @Resolver(() => Shelf)
  class ShelfResolver {
    @Query(() => Shelf)
    @Can('read', Leaflet)
    shelf(): Shelf | null {
      return null;
    }

    @Query(() => [Leaflet])
    @Can('read', Leaflet)
    leaflets(): Leaflet[] {
      return [];
    }
  }
  const { schema } = await broken(ShelfResolver);
  expect(new SchemaWalk(schema, [...entities, Leaflet], PASSES).all().sort()).toEqual([
    'Leaflet does not tell what is allowed with it.',
    "Leaflet.next is a Leaflet without a resolver's method: a relation on an object.",
    'Leaflet.organisationId must not be told.',
    'Leaflet.privateNumber must not be told.',
    'Leaflet.proof must not be told.',
    'Query.leaflets is a list that nothing bounds; make it a connection.',
    "Shelf.first is a Leaflet without a resolver's method: a relation on an object.",
  ]);
  expect(exposedColumns(schema, [Leaflet])).toEqual(
    ['organisationId', 'privateNumber', 'proof'].map(
      (field) => `Leaflet.${field} is in the schema, and must never leave with a row.`,
    ),
  );
});

test('control: input that nothing checks', async () => {
  @InputType()
  class CarelessInput {
    @Field()
    words!: string;
  }
  @ArgsType()
  class CarelessArgs {
    @Field()
    search!: string;
  }
  @Resolver()
  class CarelessResolver {
    @Query(() => Boolean)
    @Public('it says that it is for everybody')
    careless(
      @Args('input') _input: CarelessInput,
      @Args('name') _name: string,
      @Args() _args: CarelessArgs,
    ): boolean {
      return true;
    }
  }
  const { schema } = await broken(CarelessResolver);
  expect(new SchemaWalk(schema, entities, PASSES).inputs().sort()).toEqual([
    'CarelessArgs.search is checked by nothing.',
    'CarelessInput.words is checked by nothing.',
    'Query.careless(name) is checked by nothing.',
  ]);
});

describe('control: a column or entity that nobody thought about', () => {
  test('a new column with personal data, a relation, no policy, no organisation', () => {
    @Entity('pamphlet')
    class Pamphlet {
      @PrimaryColumn({ type: 'uuid' })
      @Personal({ ...DAY, category: 'pd:UID', fieldNo: 1 })
      id!: string;

      @Column({ type: 'text' })
      nickname!: string;

      @ManyToOne(() => Pamphlet)
      parent!: Pamphlet;
    }
    const found = openEntities([...entities, Pamphlet], [...entities, Pamphlet]);
    expect(found.sort()).toEqual([
      'Pamphlet has no organisationId in its key.',
      'Pamphlet has no policy and is no index.',
      'Pamphlet.nickname: is not classified.',
      'Pamphlet.parent is a relation of TypeORM; load it through the gate.',
      'Pamphlet.parent: is not classified.',
    ]);
    expect(openEntities(entities, [...entities, Pamphlet])).toEqual([
      'Pamphlet is mapped to a table and is not among the entities.',
    ]);
  });

  test('a field that people may be asked for, and nobody keeps whose yes it needs', () => {
    @Entity('leaflet')
    class Flyer {
      @PrimaryColumn({ type: 'uuid' })
      @Impersonal('tenancy')
      organisationId!: string;

      @PrimaryColumn({ type: 'uuid' })
      @Personal({ ...DAY, category: 'pd:UID', fieldNo: 1 })
      id!: string;

      @Column({ type: 'text' })
      @Personal({ ...DAY, category: 'pd:Opinion', fieldNo: 2, asked: true })
      opinion!: string;

      @Column({ type: 'text' })
      @Personal({ ...DAY, category: 'pd:UID', fieldNo: 3 })
      status!: string;

      @Column({ type: 'timestamptz' })
      @Personal({ ...DAY, category: 'pd:UID', fieldNo: 4 })
      createdAt!: string;
    }
    expect(openEntities([...entities, Flyer], [...entities, Flyer])).toContain(
      'Flyer.opinion may be asked for, and Flyer is not declared disclosable.',
    );
    const policy = definePolicy(Flyer, ['read'], ({ can }) => can('read', { id: me }));
    const declare = (o: object) => () =>
      disclosable(policy, { since: 'createdAt', audience: null, live: { status: 'x' }, ...o });
    expect(declare({})).toThrow(/nobody is named whom its rows are of/);
    concernsPerson(policy, 'id');
    expect(declare({ live: {} })).toThrow(/which rows are live/);
    expect(declare({ since: 'status' })).toThrow(/status is no timestamptz/);
    expect(declare({ text: ['status'] })).toThrow(/nobody may be asked for status/);
    expect(disclosables().map(({ entity }) => entity)).not.toContain('Flyer');
    declare({ text: ['opinion'] })();
    expect(declare({})).toThrow(/twice/);
    expect(undisclosedFields([Flyer])).toEqual([]);
  });

  test('names that nobody looks for', async () => {
    const schema = await schemaOf(resolvers);
    const running = { resolvers, controllers: [] };
    const gaps = gapsOf({ schema, running, entities, register: [], findsNames: false });
    expect(gaps).toContainEqual(expect.stringMatching(/^Nobody looks for names/));
  });

  test('a field number that moved', () => {
    const found = movedFields(
      [entities[0]],
      [{ entity: 'Account', fieldNo: 1, name: 'email', retired: false }],
    );
    expect(found).toEqual(expect.arrayContaining(['Account.id: number 1 belongs to "email".']));
  });
});

test('control: a permission that changed unnoticed', async () => {
  @Entity('post')
  class Post {
    @PrimaryColumn({ type: 'uuid' })
    id!: string;
  }
  const wider = definePolicy(Post, ['read'], ({ can }) =>
    can('read', everyRow('everybody may read everything')),
  );
  const policies = allPolicies().map((policy) => (policy.resource === 'Post' ? (wider as never) : policy));
  expect(`${permissionMatrix(policies)}\n`).not.toBe(
    await readFile(join('docs', 'generated', 'permissions.md'), 'utf8'),
  );
});
