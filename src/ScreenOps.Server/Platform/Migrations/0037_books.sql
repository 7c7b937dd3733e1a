-- What every server remembers of districts, rounds and sites is told to all when it changes, with the commit, so that nobody need ask each second.
create function books_changed() returns trigger language plpgsql as 'begin perform pg_notify(''screenops_books'', to_jsonb(coalesce(new, old)) ->> tg_argv[0]); return null; end';
create trigger district_changed after insert or delete or update of name, time_zone, watch_minutes, act_minutes, lane_rate on districts for each row execute function books_changed('code');
create trigger round_changed after insert or update or delete on rounds for each row execute function books_changed('district');
create trigger shift_changed after insert or update or delete on shifts for each row execute function books_changed('district');
create trigger site_changed after insert or update or delete on sites for each row execute function books_changed('district');
create trigger round_site_changed after insert or update or delete on round_sites for each row execute function books_changed('district');
