-- Grows with every change of what processes keep in memory, so that one small read tells them whether to read again.
create table revision (
    name text primary key,
    value integer not null
);

-- The token is sealed with the master key. Health is what WhatsApp said last, by the time of its entry.
alter table number add column access_token text;
alter table number add column configured_token_hash text;
alter table number add column quality text;
alter table number add column messaging_limit text;
alter table number add column health_at integer;

create table number_lease (
    phone_number_id text primary key,
    granted_until integer not null
);

-- The hash is all that is kept of a key.
create table api_key (
    id blob primary key,
    account text not null,
    name text not null,
    hash blob not null unique,
    last_characters text not null,
    scopes text not null,
    created_at integer not null,
    expires_at integer
);
