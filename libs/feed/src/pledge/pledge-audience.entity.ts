import { Impersonal, Personal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, STANDS, TIED_BY } from '../classification.js';

/** The index by which open promises are found: `Pledge.waitingKeys` by key and day. The gate keeps it; nobody else reads it. */
@Entity('pledge_audience')
export class PledgeAudience {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ADDRESSED, fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  dueId!: string;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  pledgeId!: string;
}
