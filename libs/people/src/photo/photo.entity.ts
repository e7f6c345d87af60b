import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KEPT, PICTURE } from '../employee/classification.js';

/**
 * Somebody's photo as it is shown: two WebP squares without metadata; what was uploaded is not kept. The bytes come with no
 * row, only through `Gate.content`.
 */
@Entity('employee_photo')
export class EmployeePhoto {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 1 })
  employeeId!: string;

  /** The same as `Employee.photoToken`; new with every photo. */
  @Column({ type: 'uuid' })
  @Personal({ ...PICTURE, fieldNo: 2 })
  token!: string;

  /** 96 by 96 pixels. */
  @Column({ type: 'bytea', select: false })
  @Personal({ ...PICTURE, fieldNo: 3 })
  small!: Buffer;

  /** 384 by 384 pixels. */
  @Column({ type: 'bytea', select: false })
  @Personal({ ...PICTURE, fieldNo: 4 })
  large!: Buffer;

  @Column({ type: 'timestamptz' })
  @Personal({ ...PICTURE, fieldNo: 5 })
  createdAt!: string;
}
