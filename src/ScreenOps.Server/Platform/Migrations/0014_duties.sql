-- What became of people's duty, a row a step, append only. Who takes it makes the id, so a step that comes twice is one.
create table duty_steps (
    id       uuid primary key,
    district text not null,
    round    int not null,
    member   uuid not null references members,
    shift    text not null,
    site     text not null,
    role     text not null,
    seat     int not null,
    step     text not null constraint duty_step_known check (step in ('Told', 'Confirm', 'Decline', 'CheckIn', 'Miss', 'Accept', 'Stay', 'Leave')),
    actor    text not null constraint duty_actor_known check (actor in ('Member', 'Office', 'Clock')),
    at       timestamptz not null,              -- the round's clock
    reason   text not null default '',
    foreign key (district, round) references rounds (district, id)
);
create index duty_steps_of_member on duty_steps (district, round, member, shift, at);
create index duty_steps_all_rounds on duty_steps (member, at);

-- Who would stay at the site for the shift that follows this one, if nobody comes.
create table stays (
    district text not null,
    round    int not null,
    member   uuid not null references members,
    shift    text not null,
    site     text not null,
    at       timestamptz not null,
    primary key (district, round, member, shift),
    foreign key (district, round) references rounds (district, id)
);

create unique index account_of_member on accounts (member) where member is not null;
create index assignments_of_member on assignments (member);

-- Every server tells its screens that a round's staffing changed. Sent with the commit, whoever wrote; what is equal within a transaction is sent once.
create function staffing_changed() returns trigger language plpgsql as 'begin perform pg_notify(''screenops_staffing'', new.district || '' '' || new.round); return null; end';
create trigger plan_changed after insert or update on plans for each row execute function staffing_changed();
create trigger duty_stepped after insert on duty_steps for each row execute function staffing_changed();
