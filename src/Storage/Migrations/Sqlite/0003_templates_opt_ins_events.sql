create table template (
    account text not null,
    name text not null,
    language text not null,
    status integer not null,
    category integer not null,
    awaits_agreement integer not null,
    shape text not null,
    reason text,
    revision integer not null,
    document blob not null,
    primary key (account, name, language)
);

-- One row a user: what a claim of a template reads and a decision replaces.
create table opt_in (
    account text not null,
    user_id text not null,
    state text not null,
    primary key (account, user_id)
);

-- Append-only. The id is a hash of number, action and source: a repeat is the same row.
create table opt_in_entry (
    account text not null,
    user_id text not null,
    at integer not null,
    id blob not null,
    number text,
    action integer not null,
    source text not null check (length(source) <= 256),
    evidence text check (length(evidence) <= 4096),
    recorded_by text not null,
    recorded_at integer not null,
    primary key (account, user_id, at, id)
);

create table idempotency (
    account text not null,
    endpoint text not null,
    key text not null check (length(key) <= 255),
    fingerprint blob not null,
    message_id blob not null,
    status_code integer not null,
    created_at integer not null,
    primary key (account, endpoint, key)
);

create index idempotency_created on idempotency (created_at);

create table portfolio_user (
    portfolio text not null,
    user_id text not null,
    at integer not null,
    primary key (portfolio, user_id)
);

create index portfolio_user_at on portfolio_user (portfolio, at);

-- One writer, so the number alone is the order.
create table event (
    id integer primary key autoincrement,
    xid integer not null default 0,
    account text not null,
    type text not null,
    subject text not null,
    message_id blob,
    message_at integer,
    status text,
    data blob,
    at integer not null,
    recorded_at integer not null
);

create index event_account on event (account, xid, id);

alter table number add column account text;

alter table message add column template text;
alter table message add column category text;
alter table message add column country text;
alter table message add column price_micros integer;
alter table message add column price_currency text;
alter table message add column price_booked integer not null default 0;
alter table message add column fallback blob;
