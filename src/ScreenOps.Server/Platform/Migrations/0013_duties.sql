-- What each member was told last, a row for each shift: their calendar. Plans, a member's own answer and an edit of the round all change it,
-- so it is kept where all of them end, by triggers; none of them can forget it.
create table duties (
    district   text not null,
    round      int not null,
    shift      text not null,
    member     uuid not null references members,
    site       text not null,
    role       text not null,
    seat       int not null,
    day        date not null,                   -- with its times in the district's zone: they stay when the shift is taken out of the round
    starts     time not null,
    ends       time not null,
    state      text not null constraint duty_state check (state in ('Told', 'Confirmed', 'Cancelled')),
    sequence   int not null default 0,          -- raised by every change: a calendar replaces what it has by what has a higher one
    changed_at timestamptz not null default now(),
    primary key (district, round, shift, member),
    foreign key (district, round) references rounds (district, id)
);
create index duties_of_member on duties (member, day);

-- Who declines is told nothing more. Who is released by hand hears of it when the plan is published, and whoever did not come keeps the entry.
create function tell_duty() returns trigger language plpgsql as $$
begin
    insert into duties (district, round, shift, member, site, role, seat, day, starts, ends, state)
    select new.district, new.round, new.shift, new.member, new.site, new.role, new.seat, r.day, s.starts, s.ends,
        case new.state when 'Published' then 'Told' when 'Declined' then 'Cancelled' else 'Confirmed' end
    from rounds r join shifts s on s.district = r.district and s.round = r.id and s.code = new.shift where r.district = new.district and r.id = new.round
    on conflict (district, round, shift, member) do update set
        site = excluded.site, role = excluded.role, seat = excluded.seat, day = excluded.day, starts = excluded.starts, ends = excluded.ends, state = excluded.state,
        sequence = duties.sequence + case when (duties.site, duties.role, duties.day, duties.starts, duties.ends, duties.state) is distinct from (excluded.site, excluded.role, excluded.day, excluded.starts, excluded.ends, excluded.state) then 1 else 0 end,
        changed_at = case when (duties.site, duties.role, duties.day, duties.starts, duties.ends, duties.state) is distinct from (excluded.site, excluded.role, excluded.day, excluded.starts, excluded.ends, excluded.state) then now() else duties.changed_at end;
    return null;
end $$;
create trigger assignment_told after insert or update on assignments for each row
    when (new.state in ('Published', 'Confirmed', 'Present', 'Declined')) execute function tell_duty();

create function retime_duties() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        update duties set state = 'Cancelled', sequence = sequence + 1, changed_at = now()
        where district = old.district and round = old.round and shift = old.code and state <> 'Cancelled';
    else
        update duties set starts = new.starts, ends = new.ends, sequence = sequence + 1, changed_at = now()
        where district = new.district and round = new.round and shift = new.code and (starts, ends) is distinct from (new.starts, new.ends);
    end if;
    return null;
end $$;
create trigger shift_retimed after update or delete on shifts for each row execute function retime_duties();

create function redate_duties() returns trigger language plpgsql as $$
begin
    update duties set day = new.day, sequence = sequence + 1, changed_at = now() where district = new.district and round = new.id and day <> new.day;
    return null;
end $$;
create trigger round_redated after update of day on rounds for each row execute function redate_duties();

-- Those who were told before this table was there.
insert into duties (district, round, shift, member, site, role, seat, day, starts, ends, state)
select a.district, a.round, a.shift, a.member, a.site, a.role, a.seat, r.day, s.starts, s.ends,
    case a.state when 'Published' then 'Told' when 'Declined' then 'Cancelled' else 'Confirmed' end
from assignments a join rounds r on r.district = a.district and r.id = a.round join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift
where a.state in ('Published', 'Confirmed', 'Present', 'Declined');
