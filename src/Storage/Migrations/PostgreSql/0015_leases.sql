-- Most alarms are leases of somebody at work, given back long before they are over. In wakes_at each cost two updates that touched every index of the row; here a
-- batch writes one row for all of its conversations, and whoever looks finds most of them settled.
create table lease (
    due_at bigint not null,
    id bigint generated always as identity,
    conversations text[] not null,
    primary key (due_at, id)
);

-- Half of a page is left for what sends and statuses change of its messages. For partitions that are made from now on.
alter table message_default set (fillfactor = 50);
