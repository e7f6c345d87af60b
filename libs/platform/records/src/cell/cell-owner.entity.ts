import { Impersonal, Personal, type PersonalOptions } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { declareIndexTable } from '../index-tables.js';

const CONCERNS: Omit<PersonalOptions, 'fieldNo'> = {
  category: 'pd:SocialNetwork',
  sensitivity: 'medium',
  purposes: ['collaboration'],
  retention: 'until_withdrawn',
};

/**
 * Whose row it is, with a bit for each field that needs the owner's word: the lines of `CellPerson` with role `owner` in one.
 * The database keeps it (`cell_owner_keep`), whoever writes. A field without its bit is released to nobody.
 */
@Entity('cell_owner')
export class CellOwner {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...CONCERNS, fieldNo: 1 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...CONCERNS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  rowId!: string;

  @Personal({ ...CONCERNS, fieldNo: 3 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...CONCERNS, fieldNo: 4 })
  @Column({ type: 'bigint' })
  fields!: string;
}

declareIndexTable('cell_owner');
