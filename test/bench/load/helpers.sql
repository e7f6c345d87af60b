-- Ids as the application makes them (RFC 9562, version 7): milliseconds, then what kind of thing, then its number.
create or replace function pg_temp.id(millis bigint, kind int, number bigint) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex(millis), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(number), 15, '0'))::uuid
$$;
-- The same number for the same words, in every run; of feed-limit/schema.sql.
create or replace function pg_temp.h(words text) returns int language sql immutable parallel safe as $$
  select ('x' || substr(md5(words), 1, 7))::bit(28)::int
$$;
create or replace function pg_temp.department(number int) returns uuid language sql immutable parallel safe as $$
  select pg_temp.id(:since, 1, number)
$$;
create or replace function pg_temp.community(number int) returns uuid language sql immutable parallel safe as $$
  select pg_temp.id(:since, 2, number)
$$;
create or replace function pg_temp.employee(number int) returns uuid language sql immutable parallel safe as $$
  select pg_temp.id(:since + number, 3, number)
$$;
create or replace function pg_temp.post(number int) returns uuid language sql immutable parallel safe as $$
  select pg_temp.id(:since + number * :every, 4, number)
$$;
-- The department above another, or itself where it is above others.
create or replace function pg_temp.above(number int) returns int language sql immutable parallel safe as $$
  select number % :parents
$$;
