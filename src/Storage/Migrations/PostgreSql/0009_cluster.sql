-- Who is in the cluster, in the words of Orleans' clustering provider. Every change takes the version row one further, in one statement
-- that does nothing at all if somebody else was faster.
create table cluster_version (
    cluster text primary key,
    version integer not null
);

create table cluster_member (
    cluster text not null references cluster_version (cluster),
    address text not null,
    port integer not null,
    generation integer not null,
    silo_name text not null,
    host_name text not null,
    status integer not null,
    proxy_port integer not null,
    suspect_times text,
    started_at timestamptz(3) not null,
    alive_at timestamptz(3) not null,
    primary key (cluster, address, port, generation)
) with (fillfactor = 50);

insert into OrleansQuery (QueryKey, QueryText) values
('InsertMembershipVersionKey',
'with inserted as (
    insert into cluster_version (cluster, version) values (@DeploymentId, 0)
    on conflict (cluster) do nothing
    returning 1)
select count(*)::integer from inserted'),
('InsertMembershipKey',
'with moved as (
    update cluster_version set version = version + 1
    where cluster = @DeploymentId and version = @Version
    and not exists (
        select 1 from cluster_member
        where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning cluster),
inserted as (
    insert into cluster_member (cluster, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
    select cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from moved
    returning 1)
select count(*)::integer from inserted'),
('UpdateMembershipKey',
'with member as (
    select cluster, address, port, generation from cluster_member
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
    for update),
moved as (
    update cluster_version v set version = v.version + 1
    from member m
    where v.cluster = m.cluster and v.version = @Version
    returning v.cluster),
updated as (
    update cluster_member c set status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    from moved
    where c.cluster = moved.cluster and c.address = @Address and c.port = @Port and c.generation = @Generation
    returning 1)
select count(*)::integer from updated'),
('UpdateIAmAlivetimeKey',
'update cluster_member set alive_at = @IAmAliveTime
where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),
('MembershipReadRowKey',
'select m.address as Address, m.port as Port, m.generation as Generation, m.silo_name as SiloName, m.host_name as HostName, m.status as Status,
    m.proxy_port as ProxyPort, m.suspect_times as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
from cluster_version v
left join cluster_member m on m.cluster = v.cluster and m.address = @Address and m.port = @Port and m.generation = @Generation
where v.cluster = @DeploymentId'),
('MembershipReadAllKey',
'select m.address as Address, m.port as Port, m.generation as Generation, m.silo_name as SiloName, m.host_name as HostName, m.status as Status,
    m.proxy_port as ProxyPort, m.suspect_times as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
from cluster_version v
left join cluster_member m on m.cluster = v.cluster
where v.cluster = @DeploymentId'),
('GatewaysQueryKey',
'select address as Address, proxy_port as ProxyPort, generation as Generation from cluster_member
where cluster = @DeploymentId and status = @Status and proxy_port > 0'),
('DeleteMembershipTableEntriesKey',
'with deleted as (delete from cluster_member where cluster = @DeploymentId)
update cluster_version set version = version + 1 where cluster = @DeploymentId'),
('CleanupDefunctSiloEntriesKey',
'delete from cluster_member where cluster = @DeploymentId and status <> 3 and alive_at < @IAmAliveTime');
