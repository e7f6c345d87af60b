import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Impersonal, Personal } from './classification.js';
import { catalogueOf } from './fields.js';
import { personalDataMarkdown } from './personal-data-markdown.js';

@Entity()
class Note {
  @Personal({
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'special',
    purposes: ['search', 'collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 2,
    asked: true,
  })
  @Column('text')
  body!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 1,
  })
  @PrimaryColumn('uuid')
  id!: string;
}

@Entity()
@Impersonal('configuration')
class Setting {
  @PrimaryColumn('text')
  name!: string;
}

describe('personalDataMarkdown', () => {
  it('tells fields by number, with everything that is decided about them', () => {
    const text = personalDataMarkdown(catalogueOf([Setting, Note]));
    expect(text.split('\n').slice(4, 14)).toEqual([
      '## Note',
      '',
      '| no. | field | category | sensitivity | purposes | retention | guarded | may be asked for |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| 1 | id | pd:UID | low | collaboration | until_withdrawn |  |  |',
      '| 2 | body | pd:SocialMediaCommunication | special | collaboration, search | until_withdrawn |  | yes |',
      '',
      '## Entities that describe no person',
      '',
      '| entity | reason | meaning |',
    ]);
    expect(text).toContain(
      '| sale | never | [dpv:SellDataToThirdParties](https://w3id.org/dpv#SellDataToThirdParties)',
    );
    expect(text).toContain('| insurer | never |');
    expect(text.endsWith('|\n')).toBe(true);
  });

  it('says who has to agree before a field leaves', () => {
    const text = personalDataMarkdown(catalogueOf([Note]), new Map([['Note.body', 'its owner']]));
    expect(text).toContain('| yes; to be agreed to by its owner |');
  });

  it('is the same text whatever the order of the entities', () => {
    expect(personalDataMarkdown(catalogueOf([Note, Setting]))).toBe(
      personalDataMarkdown(catalogueOf([Setting, Note])),
    );
    expect(personalDataMarkdown(new Map([...catalogueOf([Note, Setting])].reverse()))).toBe(
      personalDataMarkdown(catalogueOf([Note, Setting])),
    );
  });
});
