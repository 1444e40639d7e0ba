create table conversation (
    id text primary key,
    account text not null,
    phone_number_id text not null,
    user_id text not null,
    version integer not null,
    state blob not null,
    due_at integer,
    name text,
    wa_id text,
    business_scoped_user_id text,
    window_closes_at integer,
    handled_by_human integer not null,
    last_message_at integer not null
);

create index conversation_due on conversation (due_at) where due_at is not null;
create index conversation_user on conversation (account, user_id);

create table bot_context (
    conversation text primary key,
    context blob not null
);

create table message (
    id blob not null,
    at integer not null,
    account text not null,
    phone_number_id text not null,
    conversation text not null,
    direction integer not null,
    type text not null,
    content blob not null,
    wamid text,
    phase integer not null,
    attempt integer not null,
    rank integer not null,
    held_for integer not null,
    accepted_at integer,
    sent_at integer,
    delivered_at integer,
    read_at integer,
    played_at integer,
    failed_at integer,
    error text,
    pricing blob,
    in_reply_to blob,
    reference text check (length(reference) <= 1024),
    is_stale integer not null,
    possible_duplicate integer not null,
    created_at integer not null,
    primary key (id, at)
);

create index message_conversation on message (conversation, at);
create index message_reference on message (account, reference) where reference is not null;
-- 5 unknown, 7 failed: what a person looks after.
create index message_trouble on message (account, at) where phase in (5, 7);
