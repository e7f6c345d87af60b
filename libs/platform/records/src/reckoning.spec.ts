import { definePolicy, everyRow, me, systemActor } from '@courtyard/access';
import { Entity, PrimaryColumn } from 'typeorm';
import { assertNoContent, assertReckons, type Reckoning } from './reckoning.js';

@Entity('counted')
class Counted {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
}

const policy = definePolicy(Counted, ['count', 'read'], ({ can, errand }) => {
  errand('counting', 'count', everyRow('counts are of everybody alike'));
  can('read', { id: me });
  errand('counting', 'read', { id: '0190c1d0-0000-7000-8000-00000000000a' });
});
const reckoning = { policy, action: 'count', text: 'select 1', words: ['open'] } as unknown as Reckoning;

test('is for whom the action is granted to on every row', () => {
  const counting = systemActor('counting', crypto.randomUUID());
  expect(() => assertReckons(counting, reckoning)).not.toThrow();
  expect(() => assertReckons(systemActor('another', crypto.randomUUID()), reckoning)).toThrow();
  expect(() => assertReckons(counting, { ...reckoning, action: 'read' })).toThrow();
});

test('answers numbers, ids and the words it names', () => {
  expect(() => assertNoContent(reckoning, [['12', '-3', null, crypto.randomUUID(), 'open']])).not.toThrow();
});

test.each(['Bill', '', 'open ', '1.5', '1 2', '{1,2}', 'closed', '123456789012345678901'])(
  'control: not %j',
  (cell) => {
    expect(() => assertNoContent(reckoning, [['1', cell]])).toThrow('more than numbers and ids');
  },
);
