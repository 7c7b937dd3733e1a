-- What needs a person at a site: signs that the board saw, and help that people there asked for. A row is as it stands now; how it came to that is in alert_acts.
create table alerts (
    id            uuid primary key,             -- of what was asked for: made by the tablet that asked first
    district      text not null,
    round         int not null,
    site          text not null,
    kind          text not null constraint alert_kind check (kind in ('Sign', 'Help')),
    cause         text not null constraint alert_cause check (cause ~ '^[a-z-]{2,32}$'),  -- a word for programs: tubes, medical, long-wait ...; the words are in Core/Requests/Cause.cs
    severity      text not null constraint alert_severity check (severity in ('Watch', 'Act', 'Emergency')),
    state         text not null default 'Waiting' constraint alert_state check (state in ('Waiting', 'Taken', 'Arrived', 'Ended')),
    raised        bigint not null,              -- unix milliseconds on the round's clock, as all moments here: when it was asked for or seen, which may be before it was told
    since         bigint not null,              -- from when it has been waiting for what comes next
    owner         uuid,                         -- the account that took it; of one that has ended, the last
    owner_name    text,
    due           bigint,                       -- when the owner said that somebody is there
    snoozed_until bigint,                       -- out of sight until then
    escalated     bigint,                       -- when it was, if nobody took it since
    end_how       text constraint alert_end check (end_how in ('Resolved', 'Withdrawn', 'Cleared')),
    ended         bigint,
    version       int not null default 1 constraint alert_version check (version between 1 and 1000),  -- counts its acts; more than so many are no history any more
    constraint alert_ended check ((state = 'Ended') = (ended is not null) and (ended is null) = (end_how is null)),
    constraint alert_taken check (state <> 'Taken' or (owner is not null and due is not null)),
    foreign key (district, round) references rounds (district, id),
    foreign key (district, site) references sites (district, code)
);
-- One cause is one alert, whichever server sees it and however many ask.
create unique index one_alert_a_cause on alerts (district, round, site, cause) where ended is null;
create index alerts_of_round on alerts (district, round, site, cause, ended desc);
create index alerts_lately_ended on alerts (district, round, ended desc) where ended is not null;

-- Every act, append only: who did what when. What is told of how alerts were answered comes from here. Whoever acts makes the id, so that an act sent twice is one.
create table alert_acts (
    id         uuid primary key,
    alert      uuid not null references alerts,
    version    int not null,                    -- of the alert after it: 1, 2, 3 ... without a hole
    does       text not null constraint alert_act check (does in ('Raise', 'Ask', 'Take', 'Release', 'Arrive', 'Escalate', 'Snooze', 'Wake', 'Resolve', 'Withdraw', 'Clear', 'Reopen')),
    by         text not null constraint alert_by check (by in ('Office', 'Site', 'Clock')),  -- the command centre, the site, or the server by itself
    actor      uuid,                            -- account or device; null: the server
    actor_name text not null default '',        -- as it stood then: a name of the command centre, the code of the site
    minutes    int,                             -- of Take, until somebody is there; of Snooze, how long
    note       text not null default '' constraint alert_note check (length(note) <= 200),
    made       bigint not null,                 -- when it was done, as the device says that was away; the server's own moment for all others
    at         bigint not null,                 -- when the server took it
    state      text not null,                   -- of the alert after it
    constraint act_in_order unique (alert, version)
);

-- Which server watches a district's signs: one at a time, and another when it has not said so for a while.
create table alert_watches (
    district text primary key references districts,
    server   uuid not null,
    until    timestamptz not null               -- real time
);

-- Every server tells the screens of the district and of the site; sent with the commit, whoever wrote.
create function requests_changed() returns trigger language plpgsql as 'begin perform pg_notify(''screenops_requests'', new.district || '' '' || new.site); return null; end';
create trigger alert_changed after insert or update on alerts for each row execute function requests_changed();
