-- Grows with every change of what processes keep in memory, so that one small read tells them whether to read again.
create table revision (
    name text primary key,
    value bigint not null
) with (fillfactor = 50);

-- The token is sealed with the master key. Health is what WhatsApp said last, by the time of its entry.
alter table number
    add column access_token text,
    add column configured_token_hash text,
    add column quality text,
    add column messaging_limit text,
    add column health_at bigint;

create table number_lease (
    phone_number_id text primary key,
    granted_until bigint not null
) with (fillfactor = 50);

-- The hash is all that is kept of a key.
create table api_key (
    id uuid primary key,
    account text not null,
    name text not null,
    hash bytea not null unique,
    last_characters text not null,
    scopes text not null,
    created_at bigint not null,
    expires_at bigint
);
