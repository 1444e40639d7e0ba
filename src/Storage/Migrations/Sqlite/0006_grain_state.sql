-- Orleans reads its statements from here when a silo starts.
create table if not exists OrleansQuery (
    QueryKey text primary key,
    QueryText text not null
);

-- One row a grain and state, whatever is written at once: the key is unique.
create table grain_state (
    service text not null,
    name text not null,
    n0 integer not null,
    n1 integer not null,
    extension text not null,
    payload blob,
    version integer not null,
    primary key (service, name, n0, n1, extension)
) without rowid;

insert into OrleansQuery (QueryKey, QueryText) values
('ReadFromStorageKey',
'select payload as PayloadBinary, version as Version from grain_state
where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString, '''')'),
('WriteToStorageKey',
'insert into grain_state as s (service, name, n0, n1, extension, payload, version)
select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1
where @GrainStateVersion is null or exists (
    select 1 from grain_state
    where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString, ''''))
on conflict (service, name, n0, n1, extension) do update set payload = excluded.payload, version = s.version + 1
where s.version = @GrainStateVersion
returning version as NewGrainStateVersion'),
('ClearStorageKey',
'update grain_state set payload = null, version = version + 1
where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString, '''')
and version = @GrainStateVersion
returning version as NewGrainStateVersion'),
('DeleteStorageKey',
'delete from grain_state
where service = @ServiceId and name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1 and extension = coalesce(@GrainIdExtensionString, '''')
and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion');
