-- As on PostgreSQL: a phase changes with every send, and no index shall have to look at it.
alter table message add column is_unknown integer not null default 0;
update message set is_unknown = 1 where phase = 5;
drop index message_trouble;
drop index message_unknown;
create index message_unknown on message (account, at) where is_unknown;
