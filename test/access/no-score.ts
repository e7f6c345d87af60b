import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/** Numbers that may stand beside a person, and what each counts instead of them. */
export const NUMBERS_BESIDE_PEOPLE: Readonly<Record<string, string>> = {
  'Comment.version': 'wordings of this comment',
  'Employee.version': 'changes of this row',
  'Post.commentCount': 'answers to this post',
  'Post.usefulCount': 'what this post was to others',
  'Post.valuableCount': 'what this post was to others',
  'Post.version': 'wordings of this post',
};

const HOUR = 'how much within the hour, never what, and gone after it (decision 28)';

/** The same of the database, where a table has a row for a person. */
export const COLUMNS_BESIDE_PEOPLE: Readonly<Record<string, string>> = {
  'account.version': 'changes of this row',
  'announcement.reminders': 'how often all are reminded of one post',
  'audience_holder.audience_key': 'a key',
  'cell_owner.fields': 'which fields of a row need its owner’s word, a bit each',
  'cell_person.field_no': 'which field of a row',
  'comment.version': 'wordings of this comment',
  'consent_event.field_no': 'a field of the catalogue',
  'consent_event.notice_version': 'which wording of the notice',
  'consent_index.bits': 'fields of the catalogue',
  'consent_index.no_bits': 'fields of the catalogue',
  'consent_index.version': 'changes of the index',
  'consent_item.bits': 'fields of the catalogue',
  'consent_item.no_bits': 'fields of the catalogue',
  'consent_item.version': 'changes of the index',
  'departure.rows': 'what left about a person, for that person alone',
  'employee.version': 'changes of this row',
  'passkey.counter': 'what the device says, so that a copy of it is noticed',
  'poll.option_count': 'what may be chosen in this poll',
  'poll.voters': 'how many voted in this poll, ten or more',
  'post.comment_count': 'answers to this post',
  'post.useful_count': 'what this post was to others',
  'post.valuable_count': 'what this post was to others',
  'post.version': 'wordings of this post',
  'post_audience.audience_key': 'a key',
  'reading.posts': HOUR,
  'reading.posts_confirmed': HOUR,
  'reading.profiles': HOUR,
  'reading.profiles_confirmed': HOUR,
  'revision.version': 'wordings of what is revised',
};

/** Every column of a number in a table that has a row for each of some people: a score would have to stand in one. */
export const NUMBERS_OF_PEOPLE = `
  select c.table_name || '.' || c.column_name as place
  from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    and c.data_type in ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision')
    and (c.table_name = 'employee' or exists (
      select from information_schema.columns p
      where p.table_schema = c.table_schema and p.table_name = c.table_name
        and p.column_name in ('employee_id', 'author_id', 'person_id', 'account_id')))
  order by 1`;

const NUMBERS = new Set(['Int', 'Float']);
const RANKING = /order|sort|rank|score|popular|trending|influen|engage|follower/i;

/** What an answer could rank people by, or a question could ask to have them ranked by; by name, in order. */
export function scoresIn(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const found = [...types.filter(isObjectType).flatMap(numbersBesidePeople), ...types.flatMap(rankingNames)];
  return [...new Set(found)].sort();
}

function numbersBesidePeople(type: GraphQLObjectType): string[] {
  const fields = Object.values(type.getFields());
  const tellsOfOne = fields.some((field) => getNamedType(field.type).name === 'Employee' && !isMany(field));
  if (type.name !== 'Employee' && !tellsOfOne) return [];
  return fields
    .filter((field) => NUMBERS.has(getNamedType(field.type).name))
    .map((field) => `${type.name}.${field.name}`)
    .filter((place) => !Object.hasOwn(NUMBERS_BESIDE_PEOPLE, place));
}

function isMany({ type }: { type: unknown }): boolean {
  return String(type).startsWith('[');
}

function rankingNames(type: GraphQLNamedType): string[] {
  if (isInputObjectType(type))
    return Object.keys(type.getFields())
      .filter((name) => RANKING.test(name))
      .map((name) => `${type.name}.${name}`);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    ...(RANKING.test(field.name) ? [`${type.name}.${field.name}`] : []),
    ...field.args
      .filter(({ name }) => RANKING.test(name))
      .map(({ name }) => `${type.name}.${field.name}(${name})`),
  ]);
}
