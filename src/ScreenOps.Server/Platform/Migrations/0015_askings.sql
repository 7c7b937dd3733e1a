-- A seat that people are asked to take, a few at a time; who says yes first has it.
create table askings (
    id         uuid primary key,
    district   text not null,
    round      int not null,
    shift      text not null,
    site       text not null,
    role       text not null,
    seat       int not null,
    state      text not null constraint asking_state check (state in ('Open', 'Filled', 'Exhausted', 'Stopped')),
    stage      int not null default 0,
    few        int not null constraint asking_few check (few between 1 and 20),
    life       interval not null,               -- how long an offer waits, on the round's clock
    began_at   timestamptz not null,            -- the round's clock, as every time here
    ended_at   timestamptz,
    foreign key (district, round) references rounds (district, id)
);
create unique index one_asking_a_seat on askings (district, round, site, shift, role, seat) where state = 'Open';

create table seat_offers (
    asking     uuid not null references askings,
    member     uuid not null references members,
    stage      int not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    answer     text constraint offer_answer check (answer in ('Yes', 'No', 'Expired', 'Void')),  -- null: it waits
    answered_at timestamptz,
    primary key (asking, member)
);
create unique index one_yes_a_seat on seat_offers (asking) where answer = 'Yes';
create index offers_of_member on seat_offers (member, made_at);

create trigger asking_changed after insert or update on askings for each row execute function staffing_changed();
