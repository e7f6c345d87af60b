-- What was there before search was, one organisation after the other, because row policies bind the owner, too. Readers go on; whoever
-- writes waits, so that nothing is taken back or erased while its words are being written. What is written meanwhile has its lines already.
-- locks: writers, for as long as it fills: once, on what was said before
lock table post, comment, employee, community, audience in share mode;
do $$
declare house uuid;
begin
  for house in select distinct organisation_id from organisation_handle loop
    perform set_config('app.org', house::text, true);
    insert into search_word select s.* from post p cross join lateral search_of_post(p) s on conflict do nothing;
    insert into search_word select s.* from comment c cross join lateral search_of_comment(c) s on conflict do nothing;
    insert into search_word select s.* from employee e cross join lateral search_of_employee(e) s on conflict do nothing;
    insert into search_word select s.* from community c cross join lateral search_of_community(c) s on conflict do nothing;
  end loop;
end $$;
