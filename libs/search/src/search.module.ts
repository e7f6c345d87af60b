import { type DynamicModule, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';

const SERVICES = [SearchService];

export const searchResolvers = [SearchResolver];

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export const searchProviders: readonly Provider[] = SERVICES;

/** Finding. It needs `Gate` from a global module, and `SEARCH_NAMES` from one of those given. */
@Module({})
export class SearchModule {
  static with(imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return { module: SearchModule, imports, providers: [...SERVICES, ...searchResolvers], exports: SERVICES };
  }
}
