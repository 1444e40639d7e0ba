-- Who added a row, however often it was taken over since. Null: a process of an earlier version.
alter table inbox add column added_by blob;

-- Work that one process of all does at a time, and when it was begun last.
create table work_turn (
    name text primary key,
    taken_at integer not null
);
