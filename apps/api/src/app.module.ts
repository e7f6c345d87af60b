import { AccessGuard } from '@courtyard/access';
import { ComplianceModule } from '@courtyard/compliance';
import { ConsentModule } from '@courtyard/consent';
import { EgressModule, type EgressOptions } from '@courtyard/egress';
import { FeedModule } from '@courtyard/feed';
import {
  CONTEXT_SOURCE,
  type GraphQLOptions,
  graphqlModule,
  InstantScalar,
  NodeResolver,
} from '@courtyard/graphql';
import {
  DEMO_ACCOUNTS,
  type DemoAccounts,
  IdentityModule,
  type IdentityOptions,
  ORGANISATION_NAMES,
} from '@courtyard/identity';
import { OrganisationNamesByGate, PeopleModule } from '@courtyard/people';
import { SearchModule } from '@courtyard/search';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { RequestContexts } from './context/request-context.js';
import { HealthController } from './http/health.controller.js';
import type { Platform } from './platform/platform.js';
import { PlatformModule } from './platform/platform.module.js';
import { validation } from './validation.js';

export interface AppOptions {
  readonly platform: Platform;
  readonly contexts: RequestContexts;
  readonly graphql: GraphQLOptions;
  readonly identity: IdentityOptions;
  readonly egress: EgressOptions;
  readonly demoAccounts: DemoAccounts;
  /** Besides the product's own. */
  readonly more?: readonly Type[];
}

/** Everything that is served. The list of domains is here, and not a word about what they do. */
@Module({})
export class AppModule {
  static with(options: AppOptions): DynamicModule {
    const { platform, contexts, graphql, identity, egress, demoAccounts, more = [] } = options;
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(platform),
        RequestModule.with(contexts, demoAccounts),
        IdentityModule.register(identity),
        PeopleModule,
        ConsentModule,
        FeedModule,
        EgressModule.register(egress),
        ComplianceModule,
        SearchModule.with([PeopleModule]),
        ...more,
        graphqlModule(graphql),
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useFactory: validation },
        InstantScalar,
        NodeResolver,
      ],
    };
  }
}

/** What the domains ask of whoever serves them. */
@Global()
@Module({})
class RequestModule {
  static with(contexts: RequestContexts, demoAccounts: DemoAccounts): DynamicModule {
    return {
      module: RequestModule,
      providers: [
        { provide: CONTEXT_SOURCE, useValue: contexts },
        { provide: DEMO_ACCOUNTS, useValue: demoAccounts },
        { provide: ORGANISATION_NAMES, useClass: OrganisationNamesByGate },
      ],
      exports: [CONTEXT_SOURCE, DEMO_ACCOUNTS, ORGANISATION_NAMES],
    };
  }
}
