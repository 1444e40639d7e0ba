-- As on PostgreSQL: when the alarm clock looks, at the latest when something is due. It stays where it is while that is early enough.
alter table conversation add column wakes_at integer;
update conversation set wakes_at = due_at where due_at is not null;
drop index conversation_due;
create index conversation_wakes on conversation (wakes_at) where wakes_at is not null;
