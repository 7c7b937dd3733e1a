-- Who carries boxes and who receives them.
alter table accounts drop constraint grant_known;
alter table accounts add constraint grant_known check (grant_name in ('Operator', 'City', 'CommandCentre', 'SiteLead', 'Desk', 'Member', 'Courier', 'Lab'));

-- From the first swab in a box on: the district chooses from when it is late, and when too late.
alter table districts add column transport_warn_minutes int not null default 180, add column transport_alarm_minutes int not null default 240;
alter table districts add constraint transport_limits check (transport_warn_minutes between 1 and 1440 and transport_alarm_minutes between transport_warn_minutes + 1 and 1440);

create table boxes (
    district    text not null,
    code        text not null constraint box_code check (code ~ '^[0-9A-Z-]{4,32}$'),
    round       int not null,
    site        text not null,
    made_at     bigint not null,                -- unix milliseconds on the round's clock, as all moments here
    sealed_at   bigint,
    first_swab  bigint,                         -- of all its tubes, from its sealing on
    primary key (district, code),
    foreign key (district, round) references rounds (district, id),
    foreign key (district, site) references sites (district, code)
);
create index boxes_of_round on boxes (district, round);
alter table tubes add constraint tube_in_box foreign key (district, box) references boxes (district, code);
create index tubes_of_box on tubes (district, box) where box is not null;

-- One signature of each side on a sealed box; the lab's ends its clock.
create table box_signatures (
    district text not null,
    code     text not null,
    side     text not null constraint signature_side check (side in ('Site', 'Courier', 'Lab')),
    actor    uuid not null,                     -- account, or the site's tablet
    name     text not null,
    at       bigint not null,
    constraint signed_once primary key (district, code, side),
    foreign key (district, code) references boxes (district, code)
);
