using Mogambo.Storage.GrainState;
using Orleans.Serialization;
using Orleans.Storage;

namespace Mogambo.Silo;

/// <summary>Lets grains keep state by <c>IPersistentState</c>, in the database that everything else is in.</summary>
public static class GrainStateHosting
{
    /// <summary>
    /// Adds the default grain storage. Its table and statements come with the migrations, which run before any silo starts. States are
    /// written by Orleans' serializer, by the ids of their members: no name of a type of ours stands in a row.
    /// </summary>
    public static ISiloBuilder AddMogamboGrainState(this ISiloBuilder silo) => silo.AddAdoNetGrainStorageAsDefault(options =>
        options.Configure<GrainStateDatabase, Serializer>((storage, database, serializer) =>
        {
            storage.Invariant = database.Invariant;
            storage.DataSource = database.DataSource;
            storage.ConnectionString = database.ConnectionString;
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
}
