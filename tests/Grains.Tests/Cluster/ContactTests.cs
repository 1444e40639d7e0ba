using Mogambo.Accounts;
using Mogambo.Contacts;
using Mogambo.Conversations;
using Mogambo.Storage.Contacts;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>What WhatsApp told about numbers, asked from any silo.</summary>
public abstract class ContactTests(GrainCluster cluster)
{
    private static readonly AccountId Account = new("1");

    private readonly UserId _user = UserId.Parse($"551190000{Random.Shared.Next(1000, 10_000)}");

    private IContactGrain Contact => cluster.Grains.Contact(Account, _user);

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    [Fact]
    public async Task A_number_that_nothing_was_said_of_is_its_own_answer() =>
        Assert.Equal(new ContactAnswer(_user, null, IsOnWhatsApp: true), await Contact.ResolveAsync());

    [Fact]
    public async Task The_wa_id_that_WhatsApp_answered_is_the_address_and_an_older_word_changes_nothing()
    {
        var waId = _user.Value.Remove(4, 1);
        await Contact.LearnAsync(waId, Now);
        await Contact.LearnAsync(null, Now.AddSeconds(-1));

        Assert.Equal(new ContactAnswer(_user, waId, IsOnWhatsApp: true), await Contact.ResolveAsync());
    }

    [Fact]
    public async Task Not_on_WhatsApp_is_forgotten_after_seven_days()
    {
        await Contact.LearnAsync(null, Now.AddDays(-7).AddSeconds(5));
        Assert.False((await Contact.ResolveAsync()).IsOnWhatsApp);

        await Contact.LearnAsync(null, Now.AddDays(-7).AddSeconds(6));
        cluster.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await Contact.ResolveAsync()).IsOnWhatsApp);
    }

    [Fact]
    public async Task A_business_scoped_id_answers_with_the_number_it_was_paired_with()
    {
        var scoped = UserId.Parse($"BR.{_user}");
        Assert.Equal(new ContactAnswer(scoped, null, IsOnWhatsApp: true), await cluster.Grains.Contact(Account, scoped).ResolveAsync());

        await cluster.Service<IContacts>().LearnAsync([new(new("2"), _user, Now) { BusinessScopedUserId = scoped.Value }]);

        Assert.Equal(_user, (await cluster.Grains.Contact(new("2"), scoped).ResolveAsync()).User);
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteContactTests(SqliteCluster cluster) : ContactTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlContactTests(PostgreSqlCluster cluster) : ContactTests(cluster);
