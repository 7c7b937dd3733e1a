-- Who goes before, and how often: after so many ordinary numbers a priority one; from which age on one is old.
alter table districts add column priority_every int not null default 2 constraint priority_every_range check (priority_every between 0 and 20);
alter table districts add column priority_age int not null default 60 constraint priority_age_range check (priority_age between 50 and 100);

-- A number of its own for a ticket of the line, given at the desk: shown as P12 and called in between. The ledger knows the ticket alone.
create table priority_numbers (
    district text not null,
    round    int not null,
    site     text not null,
    number   int not null,
    ticket   int not null,
    person   uuid not null references residents,
    reason   text not null constraint priority_reason check (reason in ('Old', 'Pregnant', 'Disabled', 'Other')),
    primary key (district, round, site, number),
    constraint priority_once unique (district, round, site, ticket),
    foreign key (district, round) references rounds (district, id)
);

-- A site's calling in a round. Its row is locked while a number is chosen, so two desks never choose at once.
create table lines (
    district   text not null,
    round      int not null,
    site       text not null,
    version    bigint not null default 0,       -- counts the acts
    since      int not null default 0,          -- ordinary numbers called since the last priority one
    called     int not null default 0,          -- the highest ordinary ticket called
    called_at  bigint not null default 0,       -- unix milliseconds on the round's clock of the last call, ordinary or not
    priorities int not null default 0,          -- how many priority numbers were called
    called_priority int not null default 0,     -- the highest of them
    starts     int not null default 0,          -- tickets up to this one are not called: they were served before calling began
    primary key (district, round, site),
    foreign key (district, round) references rounds (district, id)
);

-- Each number that was called, once; its state is that of the last act.
create table calls (
    district text not null,
    round    int not null,
    site     text not null,
    ticket   int not null,
    priority int,                               -- its number where it has one of its own
    person   uuid not null,
    state    text not null constraint call_state check (state in ('Called', 'Held', 'NoShow')),
    lane     int not null,
    at       bigint not null,                   -- unix milliseconds on the round's clock, of the last act
    times    int not null default 1,            -- how often it was called out
    version  bigint not null,                   -- of the line, at the last act
    constraint called_once primary key (district, round, site, ticket),
    foreign key (district, round, site) references lines (district, round, site)
);
create index calls_lately on calls (district, round, site, version desc);
create index calls_held on calls (district, round, site) where state = 'Held';

-- Every act of calling, append only. The desk makes the id, so an act that comes twice is one.
create table call_acts (
    id       uuid primary key,
    district text not null,
    round    int not null,
    site     text not null,
    version  bigint not null,
    act      text not null constraint call_act check (act in ('Next', 'Recall', 'Hold', 'Resume', 'NoShow')),
    ticket   int,                               -- null: nobody waited
    lane     int not null,
    made     bigint not null,                   -- unix milliseconds on the round's clock, as the desk made it
    booked   bigint not null,                   -- as the server did
    actor    uuid,                              -- the account or the device
    constraint call_in_order unique (district, round, site, version),
    foreign key (district, round, site) references lines (district, round, site)
);

-- Every server tells the site's screens; sent with the commit, whoever wrote.
create function calls_changed() returns trigger language plpgsql as 'begin perform pg_notify(''screenops_calls'', new.district || '' '' || new.round || '' '' || new.site); return null; end';
create trigger number_called after insert on call_acts for each row execute function calls_changed();
