import { Impersonal, Personal, type PersonalOptions } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const CONCERNS: Omit<PersonalOptions, 'fieldNo'> = {
  category: 'pd:SocialNetwork',
  sensitivity: 'medium',
  purposes: ['collaboration'],
  retention: 'until_withdrawn',
};

export type CellRole = 'owner' | 'about';

/**
 * Whose yes a cell needs: the owner of the row, and everyone the cell is about. The one truth of it (privacy-model.md section
 * 2): kept by the gate in the transaction of the row, and read by whatever decides about leaving.
 */
@Entity('cell_person')
export class CellPerson {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** Such as `Post`. */
  @Personal({ ...CONCERNS, fieldNo: 1 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...CONCERNS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  rowId!: string;

  /** As the catalogue numbers it. */
  @Personal({ ...CONCERNS, fieldNo: 3 })
  @PrimaryColumn({ type: 'smallint' })
  fieldNo!: number;

  @Personal({ ...CONCERNS, fieldNo: 4 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...CONCERNS, fieldNo: 5 })
  @Column({ type: 'text' })
  role!: CellRole;
}
