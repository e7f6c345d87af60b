import { Column, type ColumnOptions, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { assertEverythingClassified, CatalogueFault } from './assert-classified.js';
import { type EntityClass, Impersonal, Personal, type PersonalOptions } from './classification.js';
import { catalogueOf, fieldKey, fieldsOf } from './fields.js';

const KEY: PersonalOptions = {
  category: 'pd:UID',
  sensitivity: 'low',
  purposes: ['directory'],
  retention: 'employment_and_30_days',
  fieldNo: 1,
};
const NAME: PersonalOptions = { ...KEY, category: 'pd:Name', fieldNo: 2, asked: true };

abstract class Walled {
  @Impersonal('tenancy')
  @PrimaryColumn('uuid')
  organisationId!: string;
}

@Entity()
class Colleague extends Walled {
  @Personal({ ...KEY, fieldNo: 3, category: 'pd:TelephoneNumber', sensitivity: 'high', guarded: true })
  @Column('text', { select: false })
  mobilePhone!: string;

  @Personal(NAME)
  @Column('text')
  name!: string;

  @Personal(KEY)
  @PrimaryColumn('uuid')
  id!: string;
}

@Entity()
@Impersonal('structure')
class Unit extends Walled {
  @PrimaryColumn('uuid')
  id!: string;
}

function faultsOf(...entities: EntityClass[]): readonly string[] {
  try {
    assertEverythingClassified(entities);
  } catch (error) {
    if (error instanceof CatalogueFault) return error.faults;
    throw error;
  }
  return [];
}

/** An entity with one column, classified as told; the class is called Broken. */
function broken(options: Partial<PersonalOptions>, column: ColumnOptions = {}): EntityClass {
  @Entity()
  class Broken extends Walled {
    @Personal({ ...KEY, ...options })
    @Column({ type: 'text', ...column })
    value!: string;
  }
  return Broken;
}

describe('assertEverythingClassified', () => {
  it('is content with people and units that are classified', () => {
    expect(faultsOf(Colleague, Unit)).toEqual([]);
  });

  it('lists every column that is not classified, in one error', () => {
    @Entity()
    class Visitor extends Walled {
      @PrimaryColumn('uuid')
      id!: string;
      @Column('text')
      shoeSize!: string;
    }
    expect(faultsOf(Colleague, Visitor, broken({ fieldNo: 0 }))).toEqual([
      'Visitor.id: is not classified',
      'Visitor.shoeSize: is not classified',
      'Broken.value: needs a field number from 1 to 63',
    ]);
  });

  it('takes the columns of whoever maps them', () => {
    expect(() =>
      assertEverythingClassified([Unit, Colleague], () => ['organisationId', 'id', 'late']),
    ).toThrow(/Colleague\.late: is not classified/);
  });

  it.each<[string, Partial<PersonalOptions>]>([
    ['unknown category "pd:ShoeSize"', { category: 'pd:ShoeSize' as never }],
    ['unknown category "toString"', { category: 'toString' as never }],
    ['unknown sensitivity "secret"', { sensitivity: 'secret' as never }],
    ['unknown retention "for_ever"', { retention: 'for_ever' as never }],
    ['is collected for no purpose', { purposes: [] }],
    ['cannot be collected for "ai-training"', { purposes: ['directory', 'ai-training'] }],
    ['cannot be collected for "sale"', { purposes: ['sale'] }],
    ['cannot be collected for "monitoring"', { purposes: ['monitoring'] }],
    ['cannot be collected for "fun"', { purposes: ['fun' as never] }],
    ['needs a field number from 1 to 63', { fieldNo: undefined as never }],
    ['needs a field number from 1 to 63', { fieldNo: 64 }],
    ['needs a field number from 1 to 63', { fieldNo: 1.5 }],
    ['is guarded, so its column must be select: false', { guarded: true }],
    [
      'pd:SocialMediaCommunication is content, which security does not get',
      { category: 'pd:SocialMediaCommunication', purposes: ['collaboration', 'security'] },
    ],
  ])('refuses: %s', (fault, options) => {
    expect(faultsOf(broken(options))).toEqual([`Broken.value: ${fault}`]);
  });

  it('wants guarded columns left out of select, also where a subclass maps them again', () => {
    expect(faultsOf(broken({ guarded: true }, { select: false }))).toEqual([]);
    @Entity()
    class Reopened extends Colleague {
      @Personal({ ...KEY, fieldNo: 3, category: 'pd:TelephoneNumber', guarded: true })
      @Column('text', { select: true })
      override mobilePhone!: string;
    }
    expect(faultsOf(Reopened)).toEqual([
      'Reopened.mobilePhone: is guarded, so its column must be select: false',
    ]);
  });

  it('refuses a number given twice, also across base classes', () => {
    @Entity()
    class Twice extends Colleague {
      @Personal({ ...NAME, fieldNo: 2 })
      @Column('text')
      nickname!: string;
    }
    expect(faultsOf(Twice)).toEqual(['Twice: nickname and name share number 2']);
  });

  it('lets organisationId alone be impersonal on its own', () => {
    @Entity()
    class Leaky {
      @Impersonal('configuration')
      @PrimaryColumn('uuid')
      organisationId!: string;
      @Impersonal('machine-state')
      @Column('timestamptz')
      createdAt!: string;
      @Impersonal('tenancy')
      @Personal(KEY)
      @Column('text')
      both!: string;
    }
    expect(faultsOf(Leaky)).toEqual([
      'Leaky.organisationId: only organisationId may be impersonal by itself, as "tenancy"',
      'Leaky.createdAt: only organisationId may be impersonal by itself, as "tenancy"',
      'Leaky.both: is classified twice',
    ]);
  });

  it('refuses an impersonal entity that holds something personal, or gives no reason of the list', () => {
    @Entity()
    @Impersonal('structure')
    class Founded extends Walled {
      @Personal(KEY)
      @Column('uuid')
      founderId!: string;
    }
    @Entity()
    @Impersonal('because' as never)
    class Reasonless extends Walled {}
    @Entity()
    @Impersonal('tenancy')
    class Whole extends Walled {}
    expect(faultsOf(Founded, Reasonless, Whole)).toEqual([
      'Founded.founderId: is personal, so Founded cannot be impersonal',
      'Reasonless: unknown reason "because"',
      'Whole: "tenancy" is a reason for one column, not for an entity',
    ]);
  });

  it('does not pass the reason of a base class on to columns a subclass adds', () => {
    @Entity()
    class Staffed extends Unit {
      @Column('uuid')
      headId!: string;
    }
    expect(faultsOf(Staffed)).toEqual(['Staffed.id: is not classified', 'Staffed.headId: is not classified']);
  });

  it('lists relations, which would be loaded round the gate', () => {
    @Entity()
    class Linked extends Walled {
      @ManyToOne(() => Colleague)
      friend!: Relation<Colleague>;
    }
    expect(faultsOf(Linked)).toEqual(['Linked.friend: is not classified']);
  });

  it('refuses a classified property that no column holds', () => {
    @Entity()
    class Stale extends Walled {
      @Personal(KEY)
      gone!: string;
    }
    expect(faultsOf(Stale)).toEqual(['Stale.gone: is classified and not a mapped column']);
  });

  it('does not pass an entity of which it sees no column, nor two of one name', () => {
    class Unmapped {}
    expect(faultsOf(Unmapped)).toEqual(['Unmapped: has no mapped column, so nothing could be checked']);
    expect(faultsOf(broken({}), broken({}))).toEqual([
      'Broken: two entities have this name, and fields are known by it',
    ]);
  });
});

describe('the catalogue', () => {
  it('names the fields of an entity by number', () => {
    expect(
      fieldsOf(Colleague).map((field) => [field.number, fieldKey(field), field.guarded, field.asked]),
    ).toEqual([
      [1, 'Colleague.id', false, false],
      [2, 'Colleague.name', false, true],
      [3, 'Colleague.mobilePhone', true, false],
    ]);
  });

  it('lists entities by name, with the reason of those that describe no person', () => {
    const catalogue = catalogueOf([Unit, Colleague]);
    expect(
      [...catalogue.values()].map(({ entity, impersonal, fields }) => [entity, impersonal, fields.length]),
    ).toEqual([
      ['Colleague', null, 3],
      ['Unit', 'structure', 0],
    ]);
  });

  it('keeps what a subclass says apart from its base class', () => {
    class Senior extends Colleague {}
    Personal({ ...KEY, fieldNo: 9 })(Senior.prototype, 'since');
    expect(fieldsOf(Senior)).toHaveLength(4);
    expect(fieldsOf(Colleague)).toHaveLength(3);
  });
});
