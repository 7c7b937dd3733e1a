-- Whoever clashes on (site, epoch, version) clashes on (epoch, ord) too, refused rows besides: the wide index cost each row a third of its price.
alter table ledger drop constraint ledger_version;
-- What a fold, a report and a series read; equal keys lie together, so a row more costs next to nothing.
create index ledger_of_round on ledger (district, round);
