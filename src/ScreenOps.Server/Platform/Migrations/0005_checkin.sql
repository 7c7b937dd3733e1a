create table passes (
    id         uuid primary key,
    district   text not null references districts,
    resident   uuid not null references residents,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create unique index one_live_pass on passes (resident) where revoked_at is null;
