-- A resident's own pass and the one that stands for the household live side by side.
alter table passes add column kind smallint not null default 1 constraint pass_kind check (kind in (1, 2));
drop index one_live_pass;
create unique index one_live_pass on passes (resident, kind) where revoked_at is null;
