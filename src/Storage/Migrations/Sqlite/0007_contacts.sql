create table contact (
    account text not null,
    user_id text not null,
    wa_id text,
    is_on_whatsapp integer not null,
    business_scoped_user_id text,
    at integer not null,
    primary key (account, user_id)
);

create index contact_business_scoped on contact (account, business_scoped_user_id) where business_scoped_user_id is not null;
