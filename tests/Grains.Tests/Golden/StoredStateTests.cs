using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
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
                IsFromBackup = true,
                Terms = new()
                {
                    Template = new(new("training_plan", "en"), "body:3"),
                    Category = "utility",
                    IfWindowClosed = IfWindowClosed.Park,
                    FallbackTemplate = new(new("fallback", "pt_BR"), "body:1"),
                    FallbackCategory = "marketing",
                    ExpiresAt = Some.Noon.AddSeconds(14),
                    OnUnknown = OnUnknown.Resend,
                    WindowIsClosed = true,
                },
            },
        ],
        SendsPausedUntil = Some.Noon.AddSeconds(12),
        LastMessageAt = Some.Noon.AddSeconds(13),
        Pair = new(Some.Noon.AddSeconds(15)),
        AwaitsNumberUntil = Some.Noon.AddSeconds(16),
        RestoredAt = Some.Noon.AddSeconds(17),
    };

    /// <summary>What each version could say of it; the newest last.</summary>
    private static readonly ConversationState[] s_versions =
    [
        s_stored with { Pair = default, AwaitsNumberUntil = default, RestoredAt = default, Outbox = [s_stored.Outbox[0] with { Terms = null, IsFromBackup = false }] },
        s_stored with { RestoredAt = default, Outbox = [s_stored.Outbox[0] with { IsFromBackup = false }] },
        s_stored,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stored_conversation_reads_as_what_was_written(int version)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var written = s_versions[version - 1];

        var read = services.GetRequiredService<Serializer<ConversationState>>().Deserialize(Golden(version))!;

        Assert.Equal(written.Recent, read.Recent);
        Assert.Equal(written.Turns, read.Turns);
        Assert.Equal(written.Outbox, read.Outbox);
        Assert.Equal(WithoutLists(written), WithoutLists(read));
    }

    [Fact]
    public void Every_member_that_is_stored_is_in_the_golden_file()
    {
        Assert.All(
            [.. Members(s_stored, ConversationState.New), .. Members(s_stored.Turns[0], null), .. Members(s_stored.Outbox[0], null), .. Members(s_stored.Outbox[0].Terms!, null)],
            member => Assert.True(member.IsSet, $"{member.Name} is at its default: set it and write the file anew beside the old one."));
    }

    private static IEnumerable<(string Name, bool IsSet)> Members(object value, object? unset) => value.GetType()
        .GetProperties()
        .Where(property => property.GetCustomAttribute<IdAttribute>() is not null)
        .Select(property => (property.Name, !Equals(property.GetValue(value), unset is null ? Default(property.PropertyType) : property.GetValue(unset))));

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static ConversationState WithoutLists(ConversationState state) => state with { Recent = [], Turns = [], Outbox = [] };

    private static byte[] Golden(int version)
    {
        using var file = typeof(StoredStateTests).Assembly.GetManifestResourceStream($"conversation-state-{version}.bin")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static MessageId Message(byte last) => new(Id(last));

    private static Guid Id(byte last) => new(0x01234567, 0x89AB, 0x7CDE, 1, 2, 3, 4, 5, 6, 7, last);
}
