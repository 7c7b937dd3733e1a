-- From which wait on a site is watched and must be acted on: the district chooses, see Thresholds.
alter table districts add constraint wait_levels check (watch_minutes >= 1 and act_minutes > watch_minutes and act_minutes <= 600);

-- Who reads all districts and changes none; like an operator, without a district of its own.
alter table accounts drop constraint grant_known;
alter table accounts add constraint grant_known check (grant_name in ('Operator', 'City', 'CommandCentre', 'SiteLead', 'Desk', 'Member'));

-- Series of queues read when they were corrected; few rows are.
create index ledger_corrected on ledger (district, round) where corrected <> 0;
