-- The truth: every command that a device numbered, applied or refused, once. Append only.
create table ledger (
    device    uuid not null,
    number    bigint not null,
    part      smallint not null default 0,      -- a move is one command with two rows: 0 here, 1 there
    district  text not null,
    round     int not null,
    site      text not null,
    epoch     bigint not null,
    ord       bigint not null,                  -- (epoch, ord): the order of booking within the district
    version   bigint,                           -- null: refused, without effect
    kind      smallint not null,
    n         bigint not null,
    made      bigint not null,                  -- unix milliseconds, the round's clock, as the device made it
    booked    bigint not null,                  -- unix milliseconds, the round's clock, as the server booked it
    minute    bigint not null,                  -- unix minute that the effect counts in
    arrived   int not null default 0,
    implied   int not null default 0,
    sampled   int not null default 0,
    gone      int not null default 0,
    corrected int not null default 0,
    sets      smallint,                         -- the setting that it set (4 count, 5 lanes, 6 status), being the latest made
    value     bigint,
    value_made bigint,
    value_by  text,                             -- epoch.version of the row whose setting it is
    before    bigint,                           -- what that setting was, for Undo
    before_made bigint,
    before_by text,
    undoes    bigint,                           -- the number that an Undo took back
    person    uuid,
    ticket    int,
    refusal   text,
    constraint ledger_once primary key (device, number, part),
    constraint ledger_version unique (district, round, site, epoch, version)
);
create unique index ledger_person_once on ledger (district, round, person, kind) where person is not null and refusal is null and part = 0 and kind in (1, 2);
create unique index ledger_in_order on ledger (district, epoch, ord);

-- What the sweep had to mend; verify reports those it has not reported before.
create table repairs (
    id       bigint generated always as identity primary key,
    district text not null,
    at       timestamptz not null,
    what     text not null,
    verified_at timestamptz
);
