-- An account that is disabled signs in by nothing; its phone is kept so that it can be shown masked and changed.
alter table accounts add column phone_sealed bytea, add column disabled_at timestamptz, add column last_in timestamptz;
-- Whoever signs in by such a code chooses a password before anything else; the one there was is gone.
alter table codes add column new_password boolean not null default false;

-- How far values were sealed anew for the key that seals now; the walk goes on where a server left it.
create table reseals (
    key_id   text primary key,
    began_at timestamptz not null,
    part     int not null default 0,            -- which of the tables it walks
    after    uuid not null default '00000000-0000-0000-0000-000000000000',
    done     bigint not null default 0,         -- rows walked
    total    bigint not null,                   -- rows when it began
    ended_at timestamptz
);
