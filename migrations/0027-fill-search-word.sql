-- What was there before search was, of all organisations at once: the walls bind the owner too, so they are opened for this
-- transaction. What is written meanwhile has its lines already.
-- locks: for as long as it fills: once, on what was said before
alter table search_word no force row level security;
alter table post no force row level security;
alter table comment no force row level security;
alter table employee no force row level security;
alter table community no force row level security;
alter table audience no force row level security;
insert into search_word select s.* from post p cross join lateral search_of_post(p) s on conflict do nothing;
insert into search_word select s.* from comment c cross join lateral search_of_comment(c) s on conflict do nothing;
insert into search_word select s.* from employee e cross join lateral search_of_employee(e) s on conflict do nothing;
insert into search_word select s.* from community c cross join lateral search_of_community(c) s on conflict do nothing;
alter table audience force row level security;
alter table community force row level security;
alter table employee force row level security;
alter table comment force row level security;
alter table post force row level security;
alter table search_word force row level security;
