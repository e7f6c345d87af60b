import type { Entity } from '@courtyard/access';
import { snakeCase } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Field, ID } from '@nestjs/graphql';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const entities = new Map<string, Entity>();
const prefixes = new WeakMap<Entity, string>();
const properties: { readonly entity: Entity; readonly property: string }[] = [];

/** `Post` and a UUID as `post_0190…`: one id space for `node(id)`, and a slip of types cannot go unseen. */
export function toNodeId(entity: Entity, id: string): string {
  return `${prefixOf(entity)}_${id}`;
}

/** @throws not_found for whatever is not an id of this type: malformed, unknown and foreign are one answer. */
export function fromNodeId(entity: Entity, nodeId: string): string {
  const parsed = parseNodeId(nodeId);
  if (parsed?.entity !== entity) throw new CourtyardError('not_found');
  return parsed.id;
}

export function parseNodeId(nodeId: string): { entity: Entity; id: string } | null {
  const split = nodeId.lastIndexOf('_');
  const entity = entities.get(nodeId.slice(0, split));
  const id = nodeId.slice(split + 1);
  return entity && UUID.test(id) ? { entity, id } : null;
}

/** The id of a GraphQL type, told to the outside as a node id. For the `id` property of an entity. */
export function NodeId(): PropertyDecorator {
  return (prototype, property) => {
    const entity = prototype.constructor as unknown as Entity;
    entities.set(prefixOf(entity), entity);
    properties.push({ entity, property: String(property) });
    Field(() => ID, {
      middleware: [
        async ({ source }: { source: Record<string | symbol, string> }) =>
          toNodeId(entity, String(source[property])),
      ],
    })(prototype, property);
  };
}

/** Every property that is told as a node id. */
export function nodeIds(): readonly { readonly entity: Entity; readonly property: string }[] {
  return properties;
}

function prefixOf(entity: Entity): string {
  let prefix = prefixes.get(entity);
  if (prefix === undefined) {
    prefix = snakeCase(entity.name).slice(1);
    prefixes.set(entity, prefix);
  }
  return prefix;
}
