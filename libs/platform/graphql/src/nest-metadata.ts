/** The keys under which @nestjs/graphql marks root operations; it does not export them. A test holds them to the library. */
export const RESOLVER_TYPE_METADATA = 'graphql:resolver_type';
export const RESOLVER_NAME_METADATA = 'graphql:resolver_name';
