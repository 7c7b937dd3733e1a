-- A district is the unit of tenancy: every key below begins with its code.
create table districts (
    code        text primary key constraint district_code check (code ~ '^[a-z0-9-]{1,16}$'),
    name        text not null,
    time_zone   text not null default 'Asia/Shanghai',
    watch_minutes int not null default 15,
    act_minutes int not null default 30,
    lane_rate   int not null default 180 constraint lane_rate_range check (lane_rate between 30 and 300),
    ground      jsonb,                          -- outlines of the villages, GeoJSON, WGS-84
    epoch       bigint not null default 1,      -- raised by every fold of the ledger into Redis
    created_at  timestamptz not null default now()
);

create table villages (
    district text not null references districts,
    name     text not null,
    primary key (district, name)
);

create table sites (
    district   text not null references districts,
    code       text not null constraint site_code check (code ~ '^[A-Za-z0-9-]{1,12}$'),
    name       text not null,
    village    text not null,
    latitude   double precision not null constraint latitude_range check (latitude between -90 and 90),
    longitude  double precision not null constraint longitude_range check (longitude between -180 and 180),
    population int not null constraint population_range check (population >= 0),
    lanes      int not null constraint lanes_range check (lanes between 0 and 99),
    address    text not null default '',
    retired_at timestamptz,
    primary key (district, code),
    foreign key (district, village) references villages (district, name)
);

-- Round 0 is the district's pattern: what an import brings and what the first round is made from.
create table rounds (
    district   text not null references districts,
    id         int not null,
    name       text not null,
    state      text not null constraint round_state check (state in ('Pattern', 'Draft', 'Open', 'Closed', 'Sealed')),
    day        date not null,
    tube_size  int not null default 10 constraint tube_rule check (tube_size in (1, 5, 10, 20)),
    rehearsal  boolean not null default false,
    clock_from timestamptz,                     -- a rehearsal's clock: its time at clock_at, running at clock_speed
    clock_at   timestamptz,
    clock_speed double precision,
    opened_at  timestamptz,                     -- in the round's own time
    closed_at  timestamptz,
    sealed_at  timestamptz,
    primary key (district, id)
);
create unique index one_real_round_open on rounds (district) where state = 'Open' and not rehearsal;
create unique index one_rehearsal_open on rounds (district) where state = 'Open' and rehearsal;

create table shifts (
    district text not null,
    round    int not null,
    code     text not null,
    name     text not null,
    starts   time not null,                     -- half-open: starts <= t < ends, in the district's zone
    ends     time not null,
    primary key (district, round, code),
    foreign key (district, round) references rounds (district, id)
);

create table round_sites (
    district text not null,
    round    int not null,
    site     text not null,
    lanes    int not null,
    primary key (district, round, site),
    foreign key (district, round) references rounds (district, id),
    foreign key (district, site) references sites (district, code)
);

create table posts (
    district text not null,
    round    int not null,
    site     text not null,
    shift    text not null,
    role     text not null,
    seats    int not null constraint seats_range check (seats between 0 and 99),
    primary key (district, round, site, shift, role),
    foreign key (district, round, shift) references shifts (district, round, code),
    foreign key (district, site) references sites (district, code)
);

create table members (
    id           uuid primary key default gen_random_uuid(),
    district     text not null references districts,
    name         text not null,
    kind         text not null default '',
    unit         text not null default '',
    phone_index  bytea not null,                -- keyed hash, for look-up
    phone_sealed bytea not null,
    roles        text[] not null,
    village      text not null,
    shifts       text[],                        -- codes of the shifts the member may take; null = all
    retired_at   timestamptz,
    constraint member_once unique (district, phone_index)
);

create table residents (
    id              uuid primary key default gen_random_uuid(),
    district        text not null references districts,
    household       text not null,
    identity_index  bytea not null,
    identity_sealed bytea not null,
    phone_index     bytea,
    phone_sealed    bytea,
    name_sealed     bytea not null,
    village         text not null,
    grid            text not null default '',
    micro_grid      text not null default '',
    door            text not null default '',
    relation        text not null default '',
    immobile        boolean not null default false,
    born            smallint,
    walk_in         boolean not null default false,
    constraint resident_once unique (district, identity_index)
);
create index residents_by_household on residents (district, household);
create index residents_by_phone on residents (district, phone_index) where phone_index is not null;

-- People expected at a site per quarter hour: what a rehearsal plays and a forecast starts from.
create table arrivals (
    district text not null,
    site     text not null,
    starts   time not null,
    people   int not null constraint people_range check (people >= 0),
    primary key (district, site, starts),
    foreign key (district, site) references sites (district, code)
);
