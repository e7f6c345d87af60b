import { Module, type Provider } from '@nestjs/common';
import { CharterResolver } from './charter/charter.resolver.js';
import { CharterService } from './charter/charter.service.js';
import { LooksResolver } from './concern/looks.resolver.js';
import { LooksService } from './concern/looks.service.js';
import { LogResolver } from './entry/log.resolver.js';
import { LogService } from './entry/log.service.js';
import { ProofResolver } from './proof/proof.resolver.js';
import { ProofService } from './proof/proof.service.js';
import { BulkReadingResolver } from './reading/bulk-reading.resolver.js';
import { BulkReadingService } from './reading/bulk-reading.service.js';

const SERVICES = [BulkReadingService, CharterService, LogService, LooksService, ProofService];

export const complianceResolvers = [
  BulkReadingResolver,
  CharterResolver,
  LogResolver,
  LooksResolver,
  ProofResolver,
];

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export const complianceProviders: readonly Provider[] = SERVICES;

/** Who looked, and what everybody may know. It needs `Gate`, `AuditLog`, `StoredTree` and `ReadingLimit` from global modules. */
@Module({ providers: [...SERVICES, ...complianceResolvers], exports: SERVICES })
export class ComplianceModule {}
