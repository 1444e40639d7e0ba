create table subscription (
    id blob primary key,
    account text not null,
    source integer not null,
    url text not null,
    description text,
    events text not null,
    secret blob,
    previous_secret blob,
    previous_secret_until integer,
    status integer not null,
    reason text,
    failing_since integer,
    cursor_transaction integer not null,
    cursor_number integer not null,
    owner blob,
    created_at integer not null
);

create index subscription_account on subscription (account, created_at, id);

create table delivery (
    subscription blob not null,
    event_transaction integer not null,
    event_number integer not null,
    subject text not null,
    type text not null,
    state integer not null,
    tries integer not null,
    first_failed_at integer,
    last_tried_at integer,
    next_at integer,
    last_status integer,
    last_error text,
    primary key (subscription, event_transaction, event_number)
);

create index delivery_due on delivery (subscription, next_at) where state = 0 and next_at is not null;

create index delivery_waiting on delivery (subscription, subject, event_transaction, event_number) where state = 0;
