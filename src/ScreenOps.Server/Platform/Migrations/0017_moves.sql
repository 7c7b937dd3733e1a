-- Lanes that went from site to site with their people, because the command centre took the advice: what was foreseen, and what came of it.
create table moves (
    id            uuid primary key,             -- made by whoever accepts, so that accepting twice is once
    district      text not null,
    round         int not null,
    giver         text not null,
    taker         text not null,
    shift         text,                         -- of the people; null: the lane went without named people
    members       uuid[] not null,
    made          bigint not null,              -- unix milliseconds on the round's clock, as all moments here
    made_by       uuid,                         -- the account
    arrives       bigint not null,              -- when the lane can take people there; from then on the taker is planned with it, the giver is without it at once
    arrived       bigint,
    due           bigint not null,              -- the moment that was foreseen
    giver_lanes   int not null,                 -- open when it was made, as taker_lanes
    taker_lanes   int not null,
    giver_without double precision not null,    -- minutes to wait at due if nobody acted, as it was foreseen
    giver_with    double precision not null,
    taker_without double precision not null,
    taker_with    double precision not null,
    measured      bigint,                       -- when the real waits were taken down
    giver_real    int,                          -- null although measured: nobody could tell, as the site was paused or closed
    taker_real    int,
    undone        bigint,
    foreign key (district, round) references rounds (district, id),
    foreign key (district, giver) references sites (district, code),
    foreign key (district, taker) references sites (district, code)
);
create index moves_of_round on moves (district, round, made);
create index moves_open on moves (due) where undone is null and (measured is null or arrived is null);
