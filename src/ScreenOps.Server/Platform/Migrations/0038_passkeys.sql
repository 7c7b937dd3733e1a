-- Passkeys of accounts, as the framework checks them, and the challenges that wait for their answer.
create table passkeys (
    id              uuid primary key,
    account         uuid not null references accounts on delete cascade,
    credential      bytea not null constraint passkey_once unique,
    public_key      bytea not null,             -- COSE
    sign_count      bigint not null,            -- 0 for ever: the authenticator does not count
    transports      text[] not null,
    user_verified   boolean not null,
    backup_eligible boolean not null,
    backed_up       boolean not null,
    name            text not null,              -- what its owner calls it, sealed
    host            text not null,              -- the name of the server that it was made for
    made_at         timestamptz not null,
    used_at         timestamptz
);
create index passkeys_of_account on passkeys (account);

-- The browser that asked holds what hashes to this; the row goes with its answer.
create table passkey_asks (
    hash    bytea primary key,
    account uuid,                               -- who adds a passkey; null: somebody signs in
    state   text not null,                      -- the framework's, with the challenge
    expires timestamptz not null
);
create index passkey_asks_by_end on passkey_asks (expires);
