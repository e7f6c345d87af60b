import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KEPT, WORD } from './classification.js';

/** One word of one name: the index that the directory is searched by. A trigger keeps it in step with the name. */
@Entity('employee_name_word')
export class EmployeeNameWord {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'text' })
  @Personal({ ...WORD, category: 'pd:Name', fieldNo: 1 })
  word!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 2 })
  employeeId!: string;

  /** The word they are called by: the first of the name, or the first after a comma. */
  @Column({ type: 'boolean' })
  @Personal({ ...WORD, category: 'pd:Name', fieldNo: 3 })
  given!: boolean;
}
