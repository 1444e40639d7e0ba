create table inbox (
    id bigint generated always as identity primary key,
    account text not null,
    conversation text not null,
    payload bytea not null,
    owner uuid not null,
    due_at bigint not null,
    claimed_until bigint not null,
    tries integer not null,
    created_at bigint not null
) with (fillfactor = 75);

create table dead_letter (
    id uuid primary key,
    account text not null,
    kind smallint not null,
    reason text not null,
    details text,
    raw bytea not null,
    conversation text,
    message_id uuid,
    message_at bigint,
    created_at bigint not null
);

create index dead_letter_account on dead_letter (account, created_at, id);

create table webhook_event (
    id uuid primary key,
    account text not null,
    field text not null,
    entry_time bigint,
    raw bytea not null,
    received_at bigint not null
);

create table number (
    phone_number_id text primary key,
    parked_token_hash text,
    parked_error text,
    parked_at bigint
);
