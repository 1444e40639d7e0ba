-- Orleans reads its statements from here when a silo starts.
create table if not exists OrleansQuery (
    QueryKey varchar(64) primary key,
    QueryText varchar(8000) not null
);

-- One row a grain and state, whatever is written at once: the key is unique.
create table grain_state (
    service text not null,
    name text not null,
    n0 bigint not null,
    n1 bigint not null,
    extension text not null,
    payload bytea,
    version integer not null,
    primary key (service, name, n0, n1, extension)
) with (fillfactor = 75);

insert into OrleansQuery (QueryKey, QueryText) values
('ReadFromStorageKey',
'select payload as PayloadBinary, version as Version from grain_state
where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString::text, '''')'),
('WriteToStorageKey',
'with written as (
    insert into grain_state as s (service, name, n0, n1, extension, payload, version)
    select @ServiceId::text, @GrainTypeString::text, @GrainIdN0::bigint, @GrainIdN1::bigint, coalesce(@GrainIdExtensionString::text, ''''), @PayloadBinary::bytea, 1
    where @GrainStateVersion::integer is null or exists (
        select 1 from grain_state
        where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString::text, ''''))
    on conflict (service, name, n0, n1, extension) do update set payload = excluded.payload, version = s.version + 1
    where s.version = @GrainStateVersion::integer
    returning version)
select coalesce((select version from written), @GrainStateVersion::integer) as NewGrainStateVersion'),
('ClearStorageKey',
'with cleared as (
    update grain_state set payload = null, version = version + 1
    where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString::text, '''')
    and version = @GrainStateVersion::integer
    returning version)
select coalesce((select version from cleared), @GrainStateVersion::integer) as NewGrainStateVersion'),
('DeleteStorageKey',
'with deleted as (
    delete from grain_state
    where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString::text, '''')
    and version = @GrainStateVersion::integer
    returning version)
select coalesce((select version + 1 from deleted), @GrainStateVersion::integer) as NewGrainStateVersion');
