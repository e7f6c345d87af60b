/** The key under which @nestjs/graphql marks root operations; it does not export it. A test holds it to the library. */
export const RESOLVER_TYPE_METADATA = 'graphql:resolver_type';
