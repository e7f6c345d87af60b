-- Within how many hours a question put to a community is promised a first answer, by its owners; none, where it promises nothing.
alter table community add column promised_answer_hours int;
alter table community add constraint community_promised_known
  check (promised_answer_hours between 1 and 720) not valid;
alter table community validate constraint community_promised_known;

insert into field (entity, field_no, name) values
  ('Community', 20, 'promisedAnswerHours');
