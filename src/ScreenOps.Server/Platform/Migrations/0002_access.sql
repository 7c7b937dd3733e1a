create table accounts (
    id             uuid primary key default gen_random_uuid(),
    district       text references districts,   -- null: an operator of all districts
    name           text not null,
    grant_name     text not null constraint grant_known check (grant_name in ('Operator', 'CommandCentre', 'SiteLead', 'Desk', 'Member')),
    site           text,
    member         uuid references members,
    phone_index    bytea constraint account_phone_once unique,
    password_hash  text,
    must_change    boolean not null default false,
    failed         int not null default 0,
    locked_until   timestamptz,
    stamp          uuid not null default gen_random_uuid(),   -- replaced to sign the account out everywhere
    created_at     timestamptz not null default now()
);

create table devices (
    id          uuid primary key,
    district    text not null references districts,
    site        text not null,
    name        text not null default '',
    rehearsal   boolean not null default false,
    enrolled_at timestamptz not null,
    revoked_at  timestamptz
);

-- One-time codes: only the hash is kept. A code signs an account in, or enrols a tablet to a site.
create table codes (
    hash    bytea primary key,
    account uuid references accounts,
    district text references districts,
    site    text,
    rehearsal boolean not null default false,
    expires timestamptz not null,
    used_at timestamptz,
    constraint code_is_for_one check ((account is null) <> (site is null))
);

-- Keys of cookies and tokens, shared by all servers.
create table data_protection_keys (
    name text primary key,
    xml  text not null
);
