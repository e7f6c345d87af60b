import { Personal } from '@courtyard/catalogue';
import { Column, Entity } from 'typeorm';
import { DONE } from '../classification.js';
import { AuditEntry } from './audit-entry.entity.js';

/** The entries about a field, once for each field: a view that starts at the index of fields. */
@Entity('audit_entry_of_field')
export class AuditEntryOfField extends AuditEntry {
  @Personal({ ...DONE, fieldNo: 13 })
  @Column({ type: 'text' })
  fieldEntity!: string;

  @Personal({ ...DONE, fieldNo: 14 })
  @Column({ type: 'smallint' })
  fieldNo!: number;
}
