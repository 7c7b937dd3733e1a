-- What was done with people's data, grants and keys. Numbers have no hole, and each row's hash is keyed and takes in the one before (decision 0026), so that a row
-- that was changed, taken out or put in is found; what stands here stays.
create table audit (
    number     bigint primary key,
    at         bigint not null,                 -- unix milliseconds, the server's clock
    district   text,                            -- null: of none or all; no reference, since it outlives what it is about
    kind       text not null,
    actor      text not null,                   -- the account's or device's id; "data-folder": a verb; empty: nobody who is known
    grant_name text not null,
    subject    text not null,                   -- what it was done with, such as resident/ID: never a name or a number of a person
    why        text not null,
    hash       bytea not null
);
create index audit_of_actor on audit (actor, kind, at);
create index audit_of_subject on audit (subject) where subject <> '';

create function audit_stays() returns trigger language plpgsql as 'begin raise exception ''The audit trail is append only.''; end';
create trigger audit_append_only before update or delete on audit for each row execute function audit_stays();
create trigger audit_not_emptied before truncate on audit for each statement execute function audit_stays();
