import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ASKED } from '../classification.js';

/**
 * How far sending came. `stopped`: what had begun to leave was taken back, and is sent no more; it is told to nobody, and ends
 * as `failed` when it expires.
 */
export const STEPS = ['claimed', 'prepared', 'sending', 'stopped', 'delivered', 'failed'] as const;
export type Step = (typeof STEPS)[number];
/** There is one end. */
export const LAST_STEPS: readonly Step[] = ['delivered', 'failed'];
/** From here on no cell of it is read. */
export const CLOSING_STEPS: readonly Step[] = ['delivered', 'stopped', 'failed'];

/** Written by role egress alone, and never changed. */
@Entity('disclosure_step')
export class DisclosureStep {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** UUIDv7: the order of the steps. */
  @Personal({ ...ASKED, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...ASKED, fieldNo: 2 })
  @Column({ type: 'uuid' })
  disclosureId!: string;

  @Personal({ ...ASKED, fieldNo: 3 })
  @Column({ type: 'text' })
  step!: Step;

  @Personal({ ...ASKED, fieldNo: 4 })
  @Column({ type: 'timestamptz' })
  at!: string;

  /** `storedManifest`. */
  @Personal({ ...ASKED, fieldNo: 5 })
  @Column({ type: 'text', nullable: true })
  manifest!: string | null;

  /** Of the file as it was sent. */
  @Personal({ ...ASKED, fieldNo: 6 })
  @Column({ type: 'bytea', nullable: true })
  fileSha256!: Buffer | null;

  /** Of the consent index by which it was prepared. */
  @Personal({ ...ASKED, fieldNo: 7 })
  @Column({ type: 'bigint', nullable: true })
  indexVersion!: string | null;
}
