create table subscription (
    id uuid primary key,
    account text not null,
    source smallint not null,
    url text not null,
    description text,
    events text not null,
    secret bytea,
    previous_secret bytea,
    previous_secret_until bigint,
    status smallint not null,
    reason text,
    failing_since bigint,
    cursor_transaction bigint not null,
    cursor_number bigint not null,
    owner uuid,
    created_at bigint not null
) with (fillfactor = 75);

create index subscription_account on subscription (account, created_at, id);

create table delivery (
    subscription uuid not null,
    event_transaction bigint not null,
    event_number bigint not null,
    subject text not null,
    type text not null,
    state smallint not null,
    tries integer not null,
    first_failed_at bigint,
    last_tried_at bigint,
    next_at bigint,
    last_status integer,
    last_error text,
    primary key (subscription, event_transaction, event_number)
);

create index delivery_due on delivery (subscription, next_at) where state = 0 and next_at is not null;

create index delivery_waiting on delivery (subscription, subject, event_transaction, event_number) where state = 0;
