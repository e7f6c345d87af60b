import { Impersonal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';

/**
 * What was erased of an import, so that the next one does not bring it back: where the import has got to and is not to go
 * again. A hash of the key it has over there; nobody's id stands beside it.
 */
@Entity('erased_source')
@Impersonal('machine-state')
export class ErasedSource {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: 'text' })
  hash!: string;
}
