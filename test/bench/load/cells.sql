-- Whose yes each cell needs: the owner's, on each field of the catalogue that people are asked about. Nobody is named.
insert into cell_person (organisation_id, entity, row_id, field_no, employee_id, role)
select organisation_id, ':entity', id, f, :owner, 'owner' from :table, unnest(':fields'::smallint[]) f
where organisation_id = ':organisation'::uuid order by 1, 2, 3, 4;
