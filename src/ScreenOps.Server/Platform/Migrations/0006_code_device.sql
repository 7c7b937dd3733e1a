-- The device that a code enrolled may ask again when the answer was lost on its way.
alter table codes add column device uuid;
