-- What a desk finds people by, as keyed marks of 64 bits: the last four characters of the identity number and of the phone, the whole name and its first two
-- characters. A mark that is met is checked against what is sealed, so one that two texts share harms nobody. Rows of before are marked by the server at its start.
alter table residents add column identity_end bigint, add column phone_end bigint, add column name_mark bigint, add column name_begin bigint;
create index residents_by_identity_end on residents (district, identity_end);
create index residents_by_phone_end on residents (district, phone_end) where phone_end is not null;
create index residents_by_name on residents (district, name_mark);
create index residents_by_name_begin on residents (district, name_begin) where name_begin is not null;
create index residents_unmarked on residents (id) where name_mark is null;

-- Who went without a sample, by a move or because nobody came when called, and whose sample was taken back.
create index ledger_person_left on ledger (district, round, person) where person is not null and kind in (3, 9) and refusal is null;
