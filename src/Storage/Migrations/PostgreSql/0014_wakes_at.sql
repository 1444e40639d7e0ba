-- due_at changes with every turn; an index on it made each of these updates touch every index of the row. wakes_at is when the alarm clock looks:
-- at the latest when something is due, and it stays where it is while that is early enough.
alter table conversation add column wakes_at bigint;
update conversation set wakes_at = due_at where due_at is not null;
drop index conversation_due;
create index conversation_wakes on conversation (wakes_at) where wakes_at is not null;
