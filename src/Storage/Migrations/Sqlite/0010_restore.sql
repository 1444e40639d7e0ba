-- Every restore that was dealt with, so that each is dealt with once. What the user wrote before restored_at was probably answered.
create table restoration (
    name text primary key,
    restored_at integer not null,
    handled_at integer not null,
    messages integer not null
);

-- The server that this database last ran on; a file has none.
create table database_server (
    id integer primary key check (id = 1),
    identity text not null
);

-- The oldest number of a migration that a program must know to work on this schema. A migration that older programs cannot live with raises it.
create table schema_needs (
    migration integer not null
);

insert into schema_needs (migration) values (9);

create index webhook_event_received on webhook_event (received_at);
create index dead_letter_created on dead_letter (created_at);
create index message_at on message (at);
