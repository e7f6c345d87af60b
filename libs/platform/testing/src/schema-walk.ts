import { columnsOf, type Entity } from '@courtyard/access';
import { fieldsOf } from '@courtyard/catalogue';
import { TypeMetadataStorage } from '@nestjs/graphql';
import { getMetadataStorage } from 'class-validator';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';

/** What a walk lets pass, each with the reason why it is right. */
export interface Passes {
  /** `Viewer.employee`: a plain property that holds a governed row, because a service put it there through the gate. */
  readonly carried: Readonly<Record<string, string>>;
  /** `Query.departments`: a list without pages, because something bounds it. */
  readonly bounded: Readonly<Record<string, string>>;
  /** `Department`: a governed type that tells no `allowed`. */
  readonly silent: Readonly<Record<string, string>>;
  /** `Query.invitation(token)`: a bare argument that no class checks, because the operation does. */
  readonly bare: Readonly<Record<string, string>>;
  /** `LogProof.leafHash`: bears the name of what never leaves, and is not that. */
  readonly told?: Readonly<Record<string, string>>;
}

/** Names that stand for what never leaves, wherever a schema has a field of it. */
const NEVER_TOLD =
  /organisationId|hash|secret|folded|sourceKey|audienceKeys?$|^keys?$|nameWords|accountId|publishedId|mentionedIds/i;

/**
 * Walks a built schema and says what is wrong with it, one sentence each. It knows the rules of the architecture and no
 * resource: what is governed is what is mapped to a table.
 */
export class SchemaWalk {
  private readonly types: readonly GraphQLObjectType[];
  private readonly governed: ReadonlyMap<string, Entity>;

  constructor(
    private readonly schema: GraphQLSchema,
    entities: readonly Entity[],
    private readonly passes: Passes,
  ) {
    this.types = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
    );
    const named = entities.flatMap((entity) => {
      const told = TypeMetadataStorage.getObjectTypeMetadataByTarget(entity as never)?.name;
      return told !== undefined && schema.getType(told) ? [[told, entity] as const] : [];
    });
    this.governed = new Map(named);
  }

  /** The governed types that the schema tells, by name. */
  get governedTypes(): readonly string[] {
    return [...this.governed.keys()].sort();
  }

  all(): string[] {
    return [
      ...this.relations(),
      ...this.secrets(),
      ...this.lists(),
      ...this.allowed(),
      ...this.inputs(),
      ...this.idle(),
    ];
  }

  /** A governed row is reached by a resolver's method, which asks the gate, and by nothing else. */
  relations(): string[] {
    const root = new Set([
      this.schema.getQueryType(),
      this.schema.getMutationType(),
      this.schema.getSubscriptionType(),
    ]);
    return this.types
      .filter((type) => !root.has(type))
      .flatMap((type) => {
        const resolved = resolvedFieldsOf(type.name);
        return Object.values(type.getFields()).flatMap((field) => {
          const told = getNamedType(field.type).name;
          const name = `${type.name}.${field.name}`;
          if (!this.governed.has(told) || resolved.has(field.name)) return [];
          if (type.name.endsWith('Connection') && field.name === 'nodes') return [];
          if (!this.governed.has(type.name) && name in this.passes.carried) return [];
          return [`${name} is a ${told} without a resolver's method: a relation on an object.`];
        });
      });
  }

  /** Keys, hashes, guarded columns and the organisation are in no type. */
  secrets(): string[] {
    return this.types.flatMap((type) => {
      const entity = this.governed.get(type.name);
      const hidden = new Set(
        entity
          ? [
              ...fieldsOf(entity).flatMap(({ name, guarded }) => (guarded ? [name] : [])),
              ...[...columnsOf(entity).values()].flatMap(({ property, selected, type: stored }) =>
                !selected || stored === 'bytea' ? [property] : [],
              ),
            ]
          : [],
      );
      return Object.keys(type.getFields())
        .filter(
          (field) =>
            hidden.has(field) ||
            (NEVER_TOLD.test(field) && !(`${type.name}.${field}` in (this.passes.told ?? {}))),
        )
        .map((field) => `${type.name}.${field} must not be told.`);
    });
  }

  /** Lists of governed rows come as pages. */
  lists(): string[] {
    return this.types.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
        const name = `${type.name}.${field.name}`;
        if (!isListType(bare) || !this.governed.has(getNamedType(field.type).name)) return [];
        if (type.name.endsWith('Connection') && field.name === 'nodes') return [];
        return name in this.passes.bounded
          ? []
          : [`${name} is a list that nothing bounds; make it a connection.`];
      }),
    );
  }

  /** Who sees a row is told what they may do with it, so that no client has to guess. */
  allowed(): string[] {
    return this.governedTypes
      .filter((name) => !(name in this.passes.silent))
      .filter(
        (name) =>
          String((this.schema.getType(name) as GraphQLObjectType).getFields()['allowed']?.type) !==
          '[Action!]!',
      )
      .map((name) => `${name} does not tell what is allowed with it.`);
  }

  /** Every property of every input is checked by a decorator, and every argument is an id, an enum or one of those. */
  inputs(): string[] {
    const classes = [
      ...TypeMetadataStorage.getInputTypesMetadata().filter(({ name = '' }) => this.schema.getType(name)),
      ...TypeMetadataStorage.getArgumentsMetadata(),
    ];
    const unchecked = classes.flatMap(({ target, properties = [] }) =>
      properties.flatMap(({ name }) => {
        const checks = getMetadataStorage()
          .getTargetValidationMetadatas(target, '', true, false)
          .filter(({ propertyName, type }) => propertyName === name && type !== 'conditionalValidation');
        return checks.length > 0 ? [] : [`${target.name}.${name} is checked by nothing.`];
      }),
    );
    return [...unchecked, ...this.bareArguments()];
  }

  /** A pass that nothing needs any more would let the next mistake through. */
  idle(): string[] {
    const names = new Set(
      this.types.flatMap((type) => [
        type.name,
        ...Object.values(type.getFields()).flatMap(({ name, args }) => [
          `${type.name}.${name}`,
          ...args.map((argument) => `${type.name}.${name}(${argument.name})`),
        ]),
      ]),
    );
    return Object.values(this.passes)
      .flatMap((passes) => Object.keys(passes as Record<string, string>))
      .filter((name) => !names.has(name))
      .map((name) => `${name} is let pass, and is not in the schema.`);
  }

  /** Arguments that stand alone in a method: an id is judged by who reads it, an enum by its type, a text by nobody. */
  private bareArguments(): string[] {
    const handlers = [
      ...TypeMetadataStorage.getQueriesMetadata().map((one) => ['Query', one] as const),
      ...TypeMetadataStorage.getMutationsMetadata().map((one) => ['Mutation', one] as const),
      ...TypeMetadataStorage.getSubscriptionsMetadata().map((one) => ['Subscription', one] as const),
      ...fieldResolvers().flatMap((one) => {
        const type = nameOf(one.objectTypeFn?.());
        return type ? [[type, one] as const] : [];
      }),
    ];
    return handlers.flatMap(([type, { schemaName, methodArgs = [] }]) => {
      const field = (this.schema.getType(type) as GraphQLObjectType | undefined)?.getFields()[schemaName];
      const alone = new Set(methodArgs.flatMap((one) => (one.kind === 'arg' ? [one.name] : [])));
      return (field?.args ?? []).flatMap((argument) => {
        const told = getNamedType(argument.type);
        const name = `${type}.${schemaName}(${argument.name})`;
        if (!alone.has(argument.name) || !isScalarType(told) || UNCHECKED_SCALARS.has(told.name)) return [];
        return name in this.passes.bare ? [] : [`${name} is checked by nothing.`];
      });
    });
  }
}

/** Whatever they hold, it is looked up and not found, or it is one of two. */
const UNCHECKED_SCALARS = new Set(['ID', 'Boolean']);

interface FieldResolver {
  readonly schemaName: string;
  readonly objectTypeFn?: () => unknown;
  readonly methodArgs?: readonly { readonly kind: string; readonly name?: string }[];
}

/** What @nestjs/graphql knows of methods that answer fields; it has no public door to them. */
function fieldResolvers(): readonly FieldResolver[] {
  return (TypeMetadataStorage as unknown as { fieldResolvers: readonly FieldResolver[] }).fieldResolvers;
}

function nameOf(target: unknown): string | undefined {
  return TypeMetadataStorage.getObjectTypesMetadata().find((one) => one.target === target)?.name;
}

/** The fields of a type that a method of a resolver answers. */
function resolvedFieldsOf(type: string): ReadonlySet<string> {
  return new Set(
    fieldResolvers().flatMap(({ schemaName, objectTypeFn }) =>
      nameOf(objectTypeFn?.()) === type ? [schemaName] : [],
    ),
  );
}
