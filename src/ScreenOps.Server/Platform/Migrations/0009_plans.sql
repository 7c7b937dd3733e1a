-- A round's plan; what it consists of are the round's assignments.
create table plans (
    district  text not null,
    round     int not null,
    version   bigint not null,                  -- raised by every change; a change that was made from an older one is refused
    published bigint,                           -- the version that people were told
    primary key (district, round),
    foreign key (district, round) references rounds (district, id)
);

-- Who declined, was released or is absent leaves the seat to another, and stays on record for that shift.
alter table assignments drop constraint seat_once;
create unique index seat_once on assignments (district, round, site, shift, role, seat) where state not in ('Declined', 'Absent', 'Released');
