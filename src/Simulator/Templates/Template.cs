using System.Text.Json;
using Mogambo.Simulator.Accounts;

namespace Mogambo.Simulator.Templates;

/// <summary>One template in one language. Never changed, only replaced, so whoever holds one can tell that it is out of date.</summary>
/// <param name="Components">JSON array as it was given at creation.</param>
internal sealed record Template(Account Account, string Id, string Name, string Language, string Category, string Format, string Components)
{
    /// <summary>PENDING, APPROVED, REJECTED, PAUSED, DISABLED or DELETED (fact sheet 12.5).</summary>
    public string Status { get; init; } = "PENDING";

    /// <summary>GREEN, YELLOW, RED or UNKNOWN.</summary>
    public string Quality { get; init; } = "UNKNOWN";

    /// <summary>Why it was rejected; null: it was not.</summary>
    public string? RejectedReason { get; init; }

    /// <summary>The category WhatsApp will give it; null: none is announced.</summary>
    public string? CorrectCategory { get; init; }

    /// <summary>The category before WhatsApp changed it.</summary>
    public string? PreviousCategory { get; init; }

    /// <summary>How often it was paused: the third time disables it (fact sheet 12.6).</summary>
    public int Pauses { get; init; }

    /// <summary>When the review, the pause or the notice of another category ends by itself, Unix milliseconds; null: by hand.</summary>
    public long? DueAt { get; init; }

    public bool IsNamed => Format == "NAMED";

    public IReadOnlyList<TemplateComponent> Parts { get; } = TemplateComponent.Parse(Components, Category == "AUTHENTICATION");

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteProperties(json);
        json.WriteEndObject();
    }

    /// <summary>With what only the simulator knows, for its ledger and its page.</summary>
    public void WriteKept(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteProperties(json);
        json.WriteString("account", Account.Id);
        json.WriteNumber("pauses", Pauses);
        if (DueAt is { } due)
        {
            json.WriteNumber("due_at", due);
        }

        json.WriteEndObject();
    }

    /// <summary>With another text; what was rated and counted stays.</summary>
    public Template Edited(string category, string components) => new(Account, Id, Name, Language, category, Format, components)
    {
        Status = Status,
        Quality = Quality,
        Pauses = Pauses,
    };

    /// <summary>As <see cref="WriteKept"/> wrote it.</summary>
    public static Template Read(Account account, JsonElement kept) => new(
        account, kept.GetProperty("id").GetString()!, kept.GetProperty("name").GetString()!, kept.GetProperty("language").GetString()!,
        kept.GetProperty("category").GetString()!, kept.GetProperty("parameter_format").GetString()!, kept.GetProperty("components").GetRawText())
    {
        Status = kept.GetProperty("status").GetString()!,
        Quality = kept.TryGetProperty("quality_score", out var quality) ? quality.GetProperty("score").GetString()! : "UNKNOWN",
        RejectedReason = TextOf(kept, "rejected_reason"),
        CorrectCategory = TextOf(kept, "correct_category"),
        PreviousCategory = TextOf(kept, "previous_category"),
        Pauses = kept.TryGetProperty("pauses", out var pauses) ? pauses.GetInt32() : 0,
        DueAt = kept.TryGetProperty("due_at", out var due) ? due.GetInt64() : null,
    };

    private void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("parameter_format", Format);
        json.WritePropertyName("components");
        json.WriteRawValue(Components);
        json.WriteString("language", Language);
        json.WriteString("status", Status);
        json.WriteString("category", Category);
        json.WriteString("sub_category", "CUSTOM");
        json.WriteString("id", Id);
        json.WriteStartObject("quality_score");
        json.WriteString("score", Quality);
        json.WriteEndObject();
        foreach (var (name, value) in new[]
        {
            ("rejected_reason", RejectedReason), ("correct_category", CorrectCategory), ("previous_category", PreviousCategory),
        })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
    }

    private static string? TextOf(JsonElement kept, string name) => kept.TryGetProperty(name, out var value) ? value.GetString() : null;
}
