import { definePolicy, keys, me } from '@courtyard/access';
import { Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { reachedByKeys } from './reach.js';

const SECRET = {
  category: 'pd:Picture',
  sensitivity: 'special',
  purposes: ['directory'],
  retention: 'employment_and_30_days',
} as const;

/** A resource of no domain, for the gate's own tests. */
@Entity('toy')
export class Toy {
  @PrimaryColumn({ type: 'uuid' }) organisationId!: string;
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) publishedId!: string;
  @Column({ type: 'uuid' }) authorId!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'text' }) body!: string;
  @Column({ type: 'bigint', array: true }) audienceKeys!: string[];
  @Column({ type: 'uuid', array: true }) helperIds!: string[];
  @Column({ type: 'text', array: true, nullable: true }) labels!: string[] | null;
  @Column({ type: 'text', nullable: true, select: false }) secret?: string | null;
  @Column({ type: 'bytea', nullable: true, select: false }) picture?: Buffer | null;
  @Column({ type: 'bytea', nullable: true, select: false })
  @Personal({ ...SECRET, fieldNo: 1, guarded: true })
  scan?: Buffer | null;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'timestamptz' }) createdAt!: string;
}

export const toyPolicy = definePolicy(
  Toy,
  ['read', 'publish', 'revise', 'withdraw', 'reveal', 'wind_up'],
  ({ can, unrecorded }) => {
    can('wind_up', { authorId: me });
    unrecorded('wind_up', 'a toy that is wound up tells nobody anything');
    can('read', { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'publish', 'revise', 'withdraw', 'reveal'], { authorId: me });
    can(['read', 'revise'], { helperIds: { has: me }, status: { in: ['published', 'draft'] } });
    can(['read', 'withdraw'], { status: 'published' }, { roles: ['moderator'] });
  },
);

reachedByKeys(toyPolicy, {
  keys: 'audienceKeys',
  order: 'publishedId',
  when: { property: 'status', equals: 'published' },
  index: 'toy_audience',
  idColumn: 'toy_id',
  by: 'authorId',
});

const WALL = (table: string) => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy organisation on ${table}
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));`;

export const toyTables = (api: string) => `
create table toy (
  organisation_id uuid, id uuid, published_id uuid not null, author_id uuid not null, status text not null, body text not null,
  audience_keys bigint[] not null, helper_ids uuid[] not null default '{}', labels text[], secret text, picture bytea, scan bytea,
  version int not null default 1, created_at timestamptz not null default now(), primary key (organisation_id, id));
create table toy_audience (
  organisation_id uuid, audience_key bigint, published_id uuid, toy_id uuid, author_id uuid,
  primary key (organisation_id, audience_key, published_id, toy_id));
${WALL('toy')}${WALL('toy_audience')}
grant select, insert, update, delete on toy, toy_audience to ${api};`;
