import { Impersonal, Personal, type PersonalOptions } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A word may be any of a text, and a text may hold anything: as special as what it was taken from. */
const WORD: Omit<PersonalOptions, 'fieldNo'> = {
  category: 'pd:SocialMediaCommunication',
  sensitivity: 'special',
  purposes: ['search'],
  retention: 'until_withdrawn',
};
const FINDS: Omit<PersonalOptions, 'fieldNo'> = { ...WORD, category: 'pd:UID', sensitivity: 'low' };

/**
 * One word of one thing under one audience key: what search finds by. Never read by itself: the gate reads the rows it names, and judges
 * them. Triggers keep it in step with what it repeats (migration 0026).
 */
@Entity('search_word')
export class SearchWord {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...FINDS, category: 'pd:CommunicationsMetadata', sensitivity: 'medium', fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...WORD, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  word!: string;

  @Personal({ ...FINDS, category: 'pd:CommunicationsMetadata', fieldNo: 3 })
  @PrimaryColumn({ type: 'timestamptz' })
  at!: string;

  @Personal({ ...FINDS, fieldNo: 4 })
  @PrimaryColumn({ type: 'uuid' })
  rowId!: string;

  @Personal({ ...FINDS, category: 'pd:CommunicationsMetadata', fieldNo: 5 })
  @Column({ type: 'text' })
  resource!: string;

  /** Under which key its words are, where the line says that it is somebody's own. */
  @Personal({ ...FINDS, category: 'pd:CommunicationsMetadata', sensitivity: 'medium', fieldNo: 6 })
  @Column({ type: 'bigint', nullable: true })
  via!: string | null;
}
