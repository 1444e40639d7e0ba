-- 5 unknown: counted every few seconds, and few. A message's phase is in another index's condition already, so this one costs updates nothing.
create index message_unknown on message (at) where phase = 5;
