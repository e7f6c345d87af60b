import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Query, Resolver } from '@nestjs/graphql';
import { AuditEntry } from '../entry/audit-entry.entity.js';
import { CharterService } from './charter.service.js';
import { Charter } from './charter.view.js';

@Resolver()
export class CharterResolver {
  constructor(private readonly charters: CharterService) {}

  @Query(() => Charter, { description: 'The live policy and its history, for everybody.' })
  @Can('read_charter', AuditEntry)
  charter(@CurrentActor() actor: EmployeeActor): Promise<Charter> {
    return this.charters.read(actor);
  }
}
