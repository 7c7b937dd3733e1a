-- A person who was erased stays as a row without anything personal: counts and tubes name it by its id.
alter table residents add column erased_at timestamptz;
-- What retention looks for.
create index codes_by_expiry on codes (expires);
create index residents_walked_in on residents (district) where walk_in and erased_at is null;
