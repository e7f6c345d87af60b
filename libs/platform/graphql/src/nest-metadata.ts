/** The keys under which @nestjs/graphql marks resolvers; it does not export them. A test holds them to the library. */
export const RESOLVER_TYPE_METADATA = 'graphql:resolver_type';
export const RESOLVER_NAME_METADATA = 'graphql:resolver_name';
export const RESOLVED_FIELD_METADATA = 'graphql:resolve_property';
export const PARAMETERS_METADATA = '__routeArguments__';
