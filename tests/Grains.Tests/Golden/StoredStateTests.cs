using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Conversations;
using Mogambo.Messages;
using Orleans.Serialization;

namespace Mogambo.Grains.Tests.Golden;

/// <summary>What an older version stored is read by this one: the members' ids in the bytes stay what they are.</summary>
public sealed class StoredStateTests
{
    private static readonly ConversationState s_stored = new()
    {
        Window = new(Some.Noon.AddHours(24)),
        WaId = "15550000001",
        BusinessScopedUserId = "US.13491208655302741918",
        Name = "Ana",
        HandledByHuman = true,
        Recent = [Message(1), Message(2)],
        Turns =
        [
            new() { Id = new(Id(3)), Message = Message(4), SentAt = Some.Noon, Calls = 5, IsInCall = true, NextCallAt = Some.Noon.AddSeconds(6) },
        ],
        Outbox =
        [
            new()
            {
                Id = Message(7),
                Attempt = 8,
                Phase = MessagePhase.Unknown,
                At = Some.Noon.AddSeconds(9),
                ClaimedBy = Id(10),
                HeldFor = HeldFor.User,
                Waits = 11,
                PossibleDuplicate = true,
            },
        ],
        SendsPausedUntil = Some.Noon.AddSeconds(12),
        LastMessageAt = Some.Noon.AddSeconds(13),
    };

    [Fact]
    public void A_stored_conversation_reads_as_what_was_written()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();

        var read = services.GetRequiredService<Serializer<ConversationState>>().Deserialize(Golden())!;

        Assert.Equal(s_stored.Recent, read.Recent);
        Assert.Equal(s_stored.Turns, read.Turns);
        Assert.Equal(s_stored.Outbox, read.Outbox);
        Assert.Equal(WithoutLists(s_stored), WithoutLists(read));
    }

    [Fact]
    public void Every_member_that_is_stored_is_in_the_golden_file()
    {
        Assert.All(
            [.. Members(s_stored, ConversationState.New), .. Members(s_stored.Turns[0], null), .. Members(s_stored.Outbox[0], null)],
            member => Assert.True(member.IsSet, $"{member.Name} is at its default: set it and write the file anew beside the old one."));
    }

    private static IEnumerable<(string Name, bool IsSet)> Members(object value, object? unset) => value.GetType()
        .GetProperties()
        .Where(property => property.GetCustomAttribute<IdAttribute>() is not null)
        .Select(property => (property.Name, !Equals(property.GetValue(value), unset is null ? Default(property.PropertyType) : property.GetValue(unset))));

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static ConversationState WithoutLists(ConversationState state) => state with { Recent = [], Turns = [], Outbox = [] };

    private static byte[] Golden()
    {
        using var file = typeof(StoredStateTests).Assembly.GetManifestResourceStream("conversation-state-1.bin")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static MessageId Message(byte last) => new(Id(last));

    private static Guid Id(byte last) => new(0x01234567, 0x89AB, 0x7CDE, 1, 2, 3, 4, 5, 6, 7, last);
}
