-- Names on paper: who had passes printed, of whom, and how many.
create table pass_prints (
    id        uuid primary key,                 -- made by whoever prints, so that a print asked for twice is one line
    district  text not null references districts,
    account   uuid,                             -- null: the operator's token
    by_name   text not null,
    village   text not null default '',         -- empty: all, as below
    grid      text not null default '',
    household text not null default '',
    people    int not null default 0,           -- cards that were sent
    complete  boolean not null default false,   -- false: still going on, or cancelled after so many
    made      timestamptz not null
);
create index pass_prints_last on pass_prints (district, made desc);

-- Whether a ticket needs the code on the site's own screen, which changes, instead of the poster's.
alter table districts add column presence boolean not null default false;
