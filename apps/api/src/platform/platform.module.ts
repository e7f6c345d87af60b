import { REFUSALS } from '@courtyard/access';
import { AuditLog, StoredTree } from '@courtyard/audit';
import { SECURITY_TRAIL } from '@courtyard/identity';
import { LiveChanges } from '@courtyard/live';
import { CLOCK, Gate, ReadingLimit, Throttle } from '@courtyard/records';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Readiness } from '../http/readiness.js';
import type { Platform } from './platform.js';

/** Hands the gate to every domain. Database and pools stay behind: no module can ask for them. */
@Global()
@Module({})
export class PlatformModule {
  static with({ gate, throttle, audit, live, clock, tree, reading, readiness }: Platform): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Gate, useValue: gate },
        { provide: Throttle, useValue: throttle },
        { provide: AuditLog, useValue: audit },
        { provide: SECURITY_TRAIL, useExisting: AuditLog },
        { provide: StoredTree, useValue: tree },
        { provide: ReadingLimit, useValue: reading },
        { provide: REFUSALS, useValue: gate.refusals },
        { provide: LiveChanges, useValue: live },
        { provide: CLOCK, useValue: clock },
        { provide: Readiness, useValue: readiness },
      ],
      exports: [
        Gate,
        Throttle,
        AuditLog,
        SECURITY_TRAIL,
        LiveChanges,
        CLOCK,
        StoredTree,
        ReadingLimit,
        REFUSALS,
        Readiness,
      ],
    };
  }
}
