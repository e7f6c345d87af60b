import { Impersonal, Personal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';

/** An import made this person a member once; whoever left since is not brought back by the next import. */
@Entity('imported_membership')
export class ImportedMembership {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'uuid' })
  communityId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 2,
  })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;
}
