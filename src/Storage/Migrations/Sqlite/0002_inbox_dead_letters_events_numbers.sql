create table inbox (
    id integer primary key autoincrement,
    account text not null,
    conversation text not null,
    payload blob not null,
    owner blob not null,
    due_at integer not null,
    claimed_until integer not null,
    tries integer not null,
    created_at integer not null
);

create table dead_letter (
    id blob primary key,
    account text not null,
    kind integer not null,
    reason text not null,
    details text,
    raw blob not null,
    conversation text,
    message_id blob,
    message_at integer,
    created_at integer not null
);

create index dead_letter_account on dead_letter (account, created_at, id);

create table webhook_event (
    id blob primary key,
    account text not null,
    field text not null,
    entry_time integer,
    raw blob not null,
    received_at integer not null
);

create table number (
    phone_number_id text primary key,
    parked_token_hash text,
    parked_error text,
    parked_at integer
);
