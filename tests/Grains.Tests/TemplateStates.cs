using Mogambo.Templates;

namespace Mogambo.Grains.Tests;

/// <summary>Templates in every state that a test needs.</summary>
internal static class TemplateStates
{
    public const string Name = "order_update";

    public static readonly byte[] Components =
        """[{"type":"BODY","text":"Hello {{1}}, your order is on its way to you now.","example":{"body_text":[["Ana"]]}}]"""u8.ToArray();

    public static readonly byte[] OtherComponents =
        """[{"type":"BODY","text":"Hello {{1}}, your order has arrived at the shop today.","example":{"body_text":[["Ana"]]}}]"""u8.ToArray();

    public static TemplateDraft Draft(TemplateCategory category = TemplateCategory.Utility, string language = "en_US") =>
        new(language, category, Components, IsNamed: false, MessageSendTtlSeconds: null);

    public static TemplateVersion Version(TemplateStatus status, string language = "en_US") => new TemplateVersion
    {
        Language = language,
        Category = TemplateCategory.Utility,
        RequestedCategory = TemplateCategory.Utility,
        Components = Components,
        InstanceId = status == TemplateStatus.Draft ? null : "77",
        KnownAt = Some.Noon,
        CreatedAt = Some.Noon,
    }.With(status, null, Some.Noon);

    public static TemplateState Of(params TemplateVersion[] versions) => new() { Versions = [.. versions], Revision = versions.Length };

    public static InstanceTemplate Listed(string name, string id, TemplateStatus status, TemplateCategory category = TemplateCategory.Utility, string language = "en_US") => new()
    {
        InstanceId = id,
        Id = new(name, language),
        Status = status,
        Category = category,
        Components = Components,
    };

    /// <summary>With something in every member.</summary>
    public static TemplateState Full
    {
        get
        {
            var before = Version(TemplateStatus.Approved);
            var version = before with
            {
                Status = TemplateStatus.Pending,
                Category = TemplateCategory.Marketing,
                RequestedCategory = TemplateCategory.Authentication,
                IsNamed = true,
                MessageSendTtlSeconds = 60,
                Reason = "because",
                Quality = "GREEN",
                IsFlagged = true,
                IsLocked = true,
                AnnouncedCategory = TemplateCategory.Marketing,
                StatusAt = Some.Noon.AddSeconds(1),
                CategoryAt = Some.Noon.AddSeconds(2),
                QualityAt = Some.Noon.AddSeconds(3),
                ComponentsAt = Some.Noon.AddSeconds(4),
                Edits = [Some.Noon.AddSeconds(5)],
                Call = new(new Guid("00000000-0000-0000-0000-000000000006"), TemplateCallKind.Edit, Some.Noon.AddSeconds(6), before),
                ChangedAt = Some.Noon.AddSeconds(7),
            };
            return new()
            {
                Versions = [version],
                Revision = 8,
                Unpublished = [new("en_US", 8, IsRemoval: true, [new("template.status", """{"name":"order_update"}"""u8.ToArray(), Some.Noon.AddSeconds(9))])],
            };
        }
    }
}
