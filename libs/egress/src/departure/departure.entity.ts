import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { LEFT } from '../classification.js';

/** What left with something about one person. Written by role egress at delivery; told to that person alone. */
@Entity('departure')
export class DepartureRow {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...LEFT, category: 'pd:UID', fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...LEFT, category: 'pd:UID', fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  disclosureId!: string;

  @Personal({ ...LEFT, fieldNo: 3 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...LEFT, fieldNo: 4 })
  @Column({ type: 'smallint', array: true })
  fieldNos!: number[];

  @Personal({ ...LEFT, fieldNo: 5 })
  @Column({ type: 'int' })
  rows!: number;

  @Personal({ ...LEFT, fieldNo: 6 })
  @Column({ type: 'timestamptz' })
  at!: string;
}
