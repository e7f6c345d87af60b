-- What the triggers of these tables keep, of which a bulk load keeps out; in the order of the key, which is how it is filled fastest.
insert into search_word select s.* from employee e cross join lateral search_of_employee(e) s
where e.organisation_id = ':organisation'::uuid order by 2, 3, 4, 5;

insert into search_word select s.* from community c cross join lateral search_of_community(c) s
where c.organisation_id = ':organisation'::uuid order by 2, 3, 4, 5;

insert into search_word select s.* from post p cross join lateral search_of_post(p) s
where p.organisation_id = ':organisation'::uuid order by 2, 3, 4, 5;
