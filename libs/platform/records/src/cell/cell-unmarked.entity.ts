import { Impersonal, Personal, type PersonalOptions } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';
import { declareIndexTable } from '../index-tables.js';

const WITHHELD: Omit<PersonalOptions, 'fieldNo'> = {
  category: 'pd:SocialNetwork',
  sensitivity: 'low',
  purposes: ['collaboration'],
  retention: 'until_withdrawn',
};

/**
 * `name_found`: the text may name somebody, and its author has not said whom. `attachment`: it has a picture or a file.
 * `outside`: it is about somebody who can never agree here; marking does not take it away.
 */
export type UnmarkedReason = 'name_found' | 'attachment' | 'outside';

/** Why a cell is withheld whatever anybody says. Kept and read with `CellPerson`, never by itself. */
@Entity('cell_unmarked')
export class CellUnmarked {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...WITHHELD, fieldNo: 1 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...WITHHELD, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  rowId!: string;

  @Personal({ ...WITHHELD, fieldNo: 3 })
  @PrimaryColumn({ type: 'smallint' })
  fieldNo!: number;

  @Personal({ ...WITHHELD, fieldNo: 4 })
  @PrimaryColumn({ type: 'text' })
  reason!: UnmarkedReason;
}

declareIndexTable('cell_unmarked');
