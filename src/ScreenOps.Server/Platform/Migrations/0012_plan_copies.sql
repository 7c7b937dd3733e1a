-- Plans as they were, to lay beside the one there is: kept by hand under a name, or set aside when a plan was published or made anew.
create table plan_copies (
    id       uuid primary key,
    district text not null,
    round    int not null,
    version  bigint not null,                   -- of the plan that it is a copy of
    kind     text not null constraint copy_kind check (kind in ('Kept', 'Published', 'Replaced')),
    name     text not null default '',
    at       timestamptz not null,
    seats    jsonb not null,                    -- its assignments
    foreign key (district, round) references plans (district, round)
);
create index plan_copies_of_round on plan_copies (district, round, at);

-- Changes by hand that can be taken back: the last one while its version is the plan's, then the one before it.
create table hand_changes (
    district text not null,
    round    int not null,
    version  bigint not null,                   -- of the plan after it
    before   bigint not null,                   -- of the plan before it
    gone     jsonb not null,                    -- assignments that it took away
    come     jsonb not null,                    -- assignments that it brought
    primary key (district, round, version),
    foreign key (district, round) references plans (district, round)
);
