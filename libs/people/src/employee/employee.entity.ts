import { Impersonal, Personal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CARD, KEPT, PICTURE, PREFERENCE, PROFILE, STANDING, WORD } from './classification.js';
import { FieldAudience, GUARDED } from './guarded-field.js';

export enum EmployeeKind {
  employee = 'employee',
  guest = 'guest',
  integration = 'integration',
}

export type EmployeeStatus = 'active' | 'deactivated' | 'former';

registerEnumType(EmployeeKind, { name: 'EmployeeKind' });

/** A person in the directory. Guarded columns do not come with a row; whether one is filled is told by `guarded` only. */
@Entity('employee')
@ObjectType({ implements: () => [Node], description: 'A person in the directory, or a marked integration.' })
export class Employee {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 1 })
  id!: string;

  @Field()
  @Column({ type: 'text' })
  @Personal({ ...CARD, category: 'pd:Name', fieldNo: 2 })
  name!: string;

  /** What the directory is ordered by; `foldedName`. */
  @Column({ type: 'text' })
  @Personal({ ...WORD, category: 'pd:Name', fieldNo: 3 })
  nameFolded!: string;

  /** What the directory is searched by; also in `employee_name_word`. */
  @Column({ type: 'text', array: true })
  @Personal({ ...WORD, category: 'pd:Name', fieldNo: 4 })
  nameWords!: string[];

  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  @Personal({ ...CARD, category: 'pd:Job', fieldNo: 5 })
  title!: string | null;

  @Column({ type: 'text', nullable: true })
  @Personal({ ...PROFILE, category: 'pd:Gender', fieldNo: 6 })
  pronouns!: string | null;

  @Column({ type: 'text', nullable: true })
  @Personal({ ...PROFILE, category: 'pd:IndividualProfile', fieldNo: 7 })
  bio!: string | null;

  @Field(() => EmployeeKind)
  @Column({ type: 'text' })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 8 })
  kind!: EmployeeKind;

  @Column({ type: 'uuid', nullable: true })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 9 })
  departmentId!: string | null;

  @Column({ type: 'text' })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 10 })
  status!: EmployeeStatus;

  @Column({ type: 'text', array: true })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 11 })
  roles!: string[];

  /** Changed by `AudienceKeys` only, together with `audience_holder`. */
  @Column({ type: 'bigint', array: true, select: false })
  @Personal({ ...KEPT, category: 'pd:GroupMembership', fieldNo: 12 })
  audienceKeys!: string[];

  @Column({ type: 'integer' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 13 })
  version!: number;

  @Column({ type: 'text', nullable: true, select: false })
  @Personal({
    ...PROFILE,
    category: 'pd:TelephoneNumber',
    sensitivity: 'high',
    fieldNo: GUARDED.mobile_phone.fieldNo,
    guarded: true,
  })
  mobilePhone!: string | null;

  @Column({ type: 'text' })
  @Personal({ ...PREFERENCE, fieldNo: 15 })
  mobilePhoneAudience!: FieldAudience;

  @Column({ type: 'boolean', insert: false, update: false })
  @Personal({ ...PREFERENCE, category: 'pd:TelephoneNumber', fieldNo: 16 })
  mobilePhoneFilled!: boolean;

  /** A calendar date, ISO 8601. */
  @Column({ type: 'date', nullable: true, select: false })
  @Personal({
    ...PROFILE,
    category: 'pd:BirthDate',
    sensitivity: 'high',
    fieldNo: GUARDED.birthday.fieldNo,
    guarded: true,
  })
  birthday!: string | null;

  @Column({ type: 'text' })
  @Personal({ ...PREFERENCE, fieldNo: 18 })
  birthdayAudience!: FieldAudience;

  @Column({ type: 'boolean', insert: false, update: false })
  @Personal({ ...PREFERENCE, category: 'pd:BirthDate', fieldNo: 19 })
  birthdayFilled!: boolean;

  @Column({ type: 'text', nullable: true, select: false })
  @Personal({
    ...PROFILE,
    category: 'pd:HomeLocation',
    sensitivity: 'high',
    fieldNo: GUARDED.private_location.fieldNo,
    guarded: true,
  })
  privateLocation!: string | null;

  @Column({ type: 'text' })
  @Personal({ ...PREFERENCE, fieldNo: 21 })
  privateLocationAudience!: FieldAudience;

  @Column({ type: 'boolean', insert: false, update: false })
  @Personal({ ...PREFERENCE, category: 'pd:HomeLocation', fieldNo: 22 })
  privateLocationFilled!: boolean;

  /** The network the person was imported from, such as "Slack". */
  @Column({ type: 'text', nullable: true })
  @Personal({ ...STANDING, category: 'pd:UID', fieldNo: 23 })
  importedFrom!: string | null;

  @Column({ type: 'timestamptz' })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 24 })
  createdAt!: string;

  /** In the address of the photo, which lies in `EmployeePhoto`; null without one. */
  @Column({ type: 'uuid', nullable: true })
  @Personal({ ...PICTURE, fieldNo: 25 })
  photoToken!: string | null;

  /** When name or title were changed last, kept by the database; null where they are as they came. A yes is of what was shown. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  @Personal({ ...STANDING, category: 'pd:CurrentEmployment', fieldNo: 26 })
  cardChangedAt!: string | null;
}
