create table assignments (
    district  text not null,
    round     int not null,
    member    uuid not null references members,
    shift     text not null,
    site      text not null,
    role      text not null,
    seat      int not null,                     -- 0-based place within the post
    state     text not null constraint assignment_state check (state in ('Proposed', 'Published', 'Confirmed', 'Declined', 'Present', 'Absent', 'Released')),
    locked    boolean not null default false,
    primary key (district, round, shift, member),
    constraint seat_once unique (district, round, site, shift, role, seat),
    foreign key (district, round, site, shift, role) references posts (district, round, site, shift, role)
);
