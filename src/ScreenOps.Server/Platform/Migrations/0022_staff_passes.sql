-- A pass of the staff is a member's, not a resident's.
alter table passes alter column resident drop not null;
alter table passes add column member uuid references members;
alter table passes drop constraint pass_kind;
alter table passes add constraint pass_kind check (kind in (1, 2, 3) and (kind = 3) = (member is not null) and (member is null) = (resident is not null));
create unique index one_live_staff_pass on passes (member) where revoked_at is null and member is not null;
-- What every tablet fetches: revoked, and not over yet.
create index revoked_passes on passes (district, expires_at) where revoked_at is not null;
