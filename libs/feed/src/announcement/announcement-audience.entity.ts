import { Impersonal, Personal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, STANDS, TIED_BY } from '../classification.js';

/** The index by which announcements are found: `Announcement.audienceKeys` by key and time. The gate keeps it; nobody else reads it. */
@Entity('announcement_audience')
export class AnnouncementAudience {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ADDRESSED, fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  announcedId!: string;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  announcementId!: string;
}
