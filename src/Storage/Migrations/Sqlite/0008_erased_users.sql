-- The user is a keyed hash. What is left of an erased person: that messages were refused, and when the rest went.
create table erased_user (
    account text not null,
    user_id text not null,
    withdrawals text not null,
    erased_at integer not null,
    primary key (account, user_id)
);
