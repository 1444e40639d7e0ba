-- State, version and due_at change with every turn: room on the page keeps most updates from touching an index (HOT).
create table conversation (
    id text primary key,
    account text not null,
    phone_number_id text not null,
    user_id text not null,
    version bigint not null,
    state bytea not null,
    due_at bigint,
    name text,
    wa_id text,
    business_scoped_user_id text,
    window_closes_at bigint,
    handled_by_human boolean not null,
    last_message_at bigint not null
) with (fillfactor = 75);

create index conversation_due on conversation (due_at) where due_at is not null;
-- Never changes after the insert, so it costs updates nothing.
create index conversation_user on conversation (account, user_id);

create table bot_context (
    conversation text primary key,
    context bytea not null
) with (fillfactor = 75);

-- One partition a month of "at" (Unix ms), made by the store; the default one takes odd old timestamps.
create table message (
    id uuid not null,
    at bigint not null,
    account text not null,
    phone_number_id text not null,
    conversation text not null,
    direction smallint not null,
    type text not null,
    content bytea not null,
    wamid text,
    phase smallint not null,
    attempt integer not null,
    rank integer not null,
    held_for smallint not null,
    accepted_at bigint,
    sent_at bigint,
    delivered_at bigint,
    read_at bigint,
    played_at bigint,
    failed_at bigint,
    error text,
    pricing bytea,
    in_reply_to uuid,
    reference text check (length(reference) <= 1024),
    is_stale boolean not null,
    possible_duplicate boolean not null,
    created_at bigint not null,
    primary key (id, at)
) partition by range (at);

create table message_default partition of message default with (fillfactor = 75);

create index message_conversation on message (conversation, at);
create index message_reference on message (account, reference) where reference is not null;
-- 5 unknown, 7 failed: what a person looks after.
create index message_trouble on message (account, at) where phase in (5, 7);
