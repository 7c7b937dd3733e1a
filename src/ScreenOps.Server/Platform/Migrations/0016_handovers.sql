-- A lane handed from one member to another: both sign, and it stays on record.
create table handovers (
    id       uuid primary key,
    district text not null,
    round    int not null,
    site     text not null,
    lane     int not null constraint handover_lane check (lane between 1 and 99),
    giver    uuid not null references members,
    taker    uuid not null references members,
    note     text not null default '',
    given_at timestamptz not null,              -- the giver's signature, on the round's clock
    taken_at timestamptz,                       -- the taker's
    dropped_at timestamptz,                     -- taken back, or not taken
    foreign key (district, round) references rounds (district, id),
    constraint handover_of_two check (giver <> taker)
);
create unique index one_handover_a_lane on handovers (district, round, site, lane) where taken_at is null and dropped_at is null;
create index handovers_of_round on handovers (district, round);
create trigger lane_handed after insert or update on handovers for each row execute function staffing_changed();
