-- Whoever keeps a grid, and what was heard of people who have no sample of a round. No words of one's own: what is said of a neighbour stays out of the database.
alter table accounts add column village text, add column grid text;
alter table accounts drop constraint grant_known;
alter table accounts add constraint grant_known check (grant_name in ('Operator', 'City', 'CommandCentre', 'SiteLead', 'Desk', 'Member', 'Courier', 'Lab', 'GridWorker'));
alter table accounts add constraint grid_of_worker check (grant_name <> 'GridWorker' or (village is not null and grid is not null));
create table follow_ups (
    district text not null,
    round    int not null,
    resident uuid not null references residents,
    heard    text not null constraint heard_known check (heard in ('Coming', 'HomeVisit', 'Refuses', 'Away', 'Exempt')),
    account  uuid,                              -- who said so; null: the operator's token
    by_name  text not null,                     -- of who has no account; the names of accounts lie there, sealed
    at       bigint not null,                   -- unix milliseconds, the round's clock
    primary key (district, round, resident),
    foreign key (district, round) references rounds (district, id)
);
create index residents_by_grid on residents (district, village, grid);
