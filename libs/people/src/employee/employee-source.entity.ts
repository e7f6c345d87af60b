import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KEPT } from './classification.js';

/** What an import knows somebody by, so that the next one finds them again. Several keys may mean one person. */
@Entity('employee_source')
export class EmployeeSource {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'text' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 1 })
  sourceKey!: string;

  @Column({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 2 })
  employeeId!: string;
}
