-- The manifest of a disclosure says how long the audit log was when it was prepared (privacy-model.md section 5). Role egress
-- learns that one number; neither events nor hashes.
grant select (size) on audit_checkpoint to :egress_def;
grant create on schema egress to :egress_def;
create view egress.log_head with (security_barrier) as select max(size) as size from public.audit_checkpoint;
grant select on egress.log_head to :egress;
alter view egress.log_head owner to :egress_def;
revoke create on schema egress from :egress_def;
