import { fieldKey, type Field as PersonalField } from '@courtyard/catalogue';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { askedField, isPerItem } from './asked-field.js';

@ObjectType({ description: 'A field that people can be asked about.' })
export class CatalogueField {
  @Field(() => ID, { description: 'Such as Employee.name.' })
  key!: string;

  @Field()
  entity!: string;

  @Field()
  name!: string;

  @Field()
  sensitivity!: string;

  @Field()
  category!: string;

  @Field({ description: 'A yes covers one item at a time.' })
  perItem!: boolean;
}

export function toldField(field: PersonalField): CatalogueField {
  const { entity, name, sensitivity, category } = field;
  return Object.assign(new CatalogueField(), {
    key: fieldKey(field),
    entity,
    name,
    sensitivity,
    category,
    perItem: isPerItem(field),
  });
}

/** Also for a field that is asked no more: what was said of it stays readable. */
export function toldFieldByNumber(entity: string, fieldNo: number): CatalogueField {
  const asked = askedField(entity, fieldNo);
  if (asked) return toldField(asked.field);
  const name = `field${fieldNo}`;
  const key = `${entity}.${name}`;
  return Object.assign(new CatalogueField(), {
    key,
    entity,
    name,
    sensitivity: 'special',
    category: 'pd:UID',
    perItem: true,
  });
}
