-- A phase changes with every send, and an index whose condition asks for it made each of these updates touch every index of the row.
alter table message add column is_unknown boolean not null default false;
update message set is_unknown = true where phase = 5;
drop index message_trouble;
drop index message_unknown;
create index message_unknown on message (account, at) where is_unknown;
