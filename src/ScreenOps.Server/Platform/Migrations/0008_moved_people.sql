-- Where a person arrived by a move: who asks again there is answered from it. Rows of moves only, so counting pays nothing for it.
create index ledger_person_moved on ledger (district, round, person) where part = 1 and kind = 1;
