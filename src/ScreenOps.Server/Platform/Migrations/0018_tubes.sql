-- A person's sample may be taken back, when a swab was not taken after all, and the person sampled again: unique is each sample with those taken back before it,
-- and each taking back. Which sample of a person it is stands in undoes.
drop index ledger_person_once;
create unique index ledger_person_once on ledger (district, round, person, kind, coalesce(undoes, 0)) where person is not null and refusal is null and part = 0 and kind in (1, 2, 9);
-- Who holds a ticket number of a site: rows of known people only, so counting pays nothing for it.
create index ledger_ticket on ledger (district, round, site, ticket) where person is not null and kind = 1 and refusal is null;

-- A tube's barcode is scanned once in a district, whatever the round.
create table tubes (
    district   text not null,
    barcode    text not null constraint tube_barcode check (barcode ~ '^[0-9A-Z-]{4,32}$'),
    round      int not null,
    site       text not null,
    lane       int constraint tube_lane check (lane between 1 and 99),
    size       int not null constraint tube_kind check (size in (1, 5, 10, 20)),
    filled     int not null default 0,          -- people in tube_places, those who are being put in or taken out among them
    state      text not null default 'Open' constraint tube_state check (state in ('Open', 'Full', 'Closed')),
    opened_at  bigint not null,                 -- unix milliseconds on the round's clock, as all moments here
    first_swab bigint,                          -- the earliest swab in it: its transport clock
    trouble    text constraint tube_trouble check (trouble in ('Lost', 'Spoilt', 'Flagged')),
    trouble_at bigint,
    trouble_why text,
    box        text,
    primary key (district, barcode),
    constraint tube_not_overfull check (filled between 0 and size),
    foreign key (district, round) references rounds (district, id),
    foreign key (district, site) references sites (district, code)
);
create index tubes_of_round on tubes (district, round, site, opened_at);
create index tubes_in_trouble on tubes (district, round) where trouble is not null;

-- Who is in which tube: a person is in one of a round. Written before the sample is booked and taken away after it is taken back, see decision 0014:
-- Putting and Leaving say that the ledger may not know yet.
create table tube_places (
    district text not null,
    round    int not null,
    person   uuid not null references residents,
    barcode  text not null,
    state    text not null constraint place_state check (state in ('Putting', 'In', 'Leaving')),
    ticket   int not null default 0,
    made     bigint not null,                   -- the swab, as the device made it
    by       text not null constraint place_by check (by in ('Person', 'Pass', 'Ticket')),
    act      uuid not null,                     -- the act that put the person in
    touched  timestamptz not null default now(),
    doubt    text constraint place_doubt check (doubt in ('WrongIdentity', 'OthersCode')),
    doubt_why text,
    constraint place_once primary key (district, round, person),
    foreign key (district, barcode) references tubes (district, barcode)
);
create index places_of_tube on tube_places (district, barcode, made);
create index places_unsettled on tube_places (touched) where state <> 'In';

-- What was done with tubes and the people in them, append only. Whoever does it makes the id, so that an act sent twice is one.
create table tube_acts (
    id       uuid primary key,
    district text not null,
    round    int not null,
    barcode  text not null,
    kind     text not null constraint tube_act_kind check (kind in ('Open', 'Put', 'Move', 'Abort', 'Close', 'Reopen', 'Trouble', 'Clear', 'Doubt', 'Refused', 'ShownAgain', 'ScannedAgain')),
    person   uuid,
    other    text,                              -- the tube moved to; the site or box where a code was scanned again
    why      text not null default '',
    actor    uuid not null,                     -- account or device
    made     bigint not null,
    at       bigint not null
);
create index tube_acts_of_tube on tube_acts (district, barcode, at);
create index tube_acts_watched on tube_acts (district, round, kind) where kind in ('Abort', 'Refused', 'ShownAgain', 'ScannedAgain');
