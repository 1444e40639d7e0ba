create table template (
    account text not null,
    name text not null,
    language text not null,
    status smallint not null,
    category smallint not null,
    awaits_agreement boolean not null,
    shape text not null,
    reason text,
    revision bigint not null,
    document bytea not null,
    primary key (account, name, language)
) with (fillfactor = 75);

-- One row a user: what a claim of a template shares and a decision takes alone.
create table opt_in (
    account text not null,
    user_id text not null,
    state text not null,
    primary key (account, user_id)
) with (fillfactor = 75);

-- Append-only. The id is a hash of number, action and source: a repeat is the same row.
create table opt_in_entry (
    account text not null,
    user_id text not null,
    at bigint not null,
    id uuid not null,
    number text,
    action smallint not null,
    source text not null check (length(source) <= 256),
    evidence text check (length(evidence) <= 4096),
    recorded_by text not null,
    recorded_at bigint not null,
    primary key (account, user_id, at, id)
);

create table idempotency (
    account text not null,
    endpoint text not null,
    key text not null check (length(key) <= 255),
    fingerprint bytea not null,
    message_id uuid not null,
    status_code integer not null,
    created_at bigint not null,
    primary key (account, endpoint, key)
);

create index idempotency_created on idempotency using brin (created_at);

create table portfolio (
    name text primary key
);

create table portfolio_user (
    portfolio text not null,
    user_id text not null,
    at bigint not null,
    primary key (portfolio, user_id)
) with (fillfactor = 75);

create index portfolio_user_at on portfolio_user (portfolio, at);

-- Numbers of two transactions may be given in one order and committed in the other, so the transaction comes first.
create table event (
    account text not null,
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    id bigint generated always as identity,
    type text not null,
    subject text not null,
    message_id uuid,
    message_at bigint,
    status text,
    data bytea,
    at bigint not null,
    recorded_at bigint not null,
    primary key (account, xid, id)
);

create index event_recorded on event using brin (recorded_at);

alter table number add column account text;

alter table message add column template text;
alter table message add column category text;
alter table message add column country text;
alter table message add column price_micros bigint;
alter table message add column price_currency text;
alter table message add column price_booked boolean not null default false;
alter table message add column fallback bytea;
