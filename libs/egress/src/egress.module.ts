import { ConsentModule } from '@courtyard/consent';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DepartureResolver } from './departure/departure.resolver.js';
import { DepartureService } from './departure/departure.service.js';
import { OwnCellsService } from './departure/own-cells.service.js';
import { ApprovalService } from './disclosure/approval.service.js';
import { DisclosureResolver } from './disclosure/disclosure.resolver.js';
import { DisclosureService } from './disclosure/disclosure.service.js';
import { DisclosureSettling, DisclosureTicking } from './disclosure/settling.service.js';
import { EGRESS_OPTIONS, type EgressOptions } from './egress.options.js';
import { ManifestService } from './manifest/manifest.service.js';
import { PreviewService } from './preview/preview.service.js';

const SERVICES = [
  ApprovalService,
  DepartureService,
  DisclosureService,
  DisclosureSettling,
  ManifestService,
  OwnCellsService,
  PreviewService,
];

export const egressResolvers = [DepartureResolver, DisclosureResolver];

/** The services without resolvers and without the ticker, for tests. They need `EGRESS_OPTIONS`. */
export const egressProviders: readonly Provider[] = SERVICES;

/**
 * What may leave the walls, and what left. It asks for it; `apps/egress` alone sends. It needs `Gate`, `CLOCK` and `AuditLog`
 * from global modules.
 */
@Module({})
export class EgressModule {
  static register(options: EgressOptions): DynamicModule {
    return {
      module: EgressModule,
      imports: [ConsentModule],
      providers: [
        { provide: EGRESS_OPTIONS, useValue: options },
        ...SERVICES,
        ...egressResolvers,
        DisclosureTicking,
      ],
      exports: SERVICES,
    };
  }
}
