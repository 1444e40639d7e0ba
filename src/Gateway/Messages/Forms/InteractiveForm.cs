using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>Interactive messages by their own type, with the limits of each (fact sheet 8.3).</summary>
internal sealed record InteractiveForm : Rule
{
    public static readonly InteractiveForm Instance = new();

    private static readonly FrozenDictionary<string, Rule> ByType = new Dictionary<string, Rule>
    {
        ["button"] = Message(1024, InteractiveActions.Buttons),
        ["list"] = Message(4096, InteractiveActions.Rows),
        ["cta_url"] = Message(1024, InteractiveActions.Url),
        ["location_request_message"] = Message(1024, InteractiveActions.Named("send_location")),
        ["address_message"] = Message(1024, InteractiveActions.PostalAddress),
        ["flow"] = Message(1024, InteractiveActions.Flow),
        ["carousel"] = Message(1024, InteractiveActions.Cards),
        ["product"] = Message(1024, ProductActions.One, isBodyRequired: false),
        ["product_list"] = Message(1024, ProductActions.Several),
        ["catalog_message"] = Message(1024, ProductActions.Catalog),
        ["call_permission_request"] = Message(1024, InteractiveActions.Named("call_permission_request")),
        ["request_contact_info"] = Message(1024, InteractiveActions.Named("request_contact_info")),
        // They exist, but WhatsApp's form of them is not known here: the instance judges them.
        ["voice_call"] = AnyObject,
        ["order_details"] = AnyObject,
        ["order_status"] = AnyObject,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private InteractiveForm()
    {
    }

    public override void Check(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object");
        }
        else if (!value.TryGetProperty("type", out var type))
        {
            errors.Add(FieldErrors.Join(path, "type"), "is missing");
        }
        else if (type.ValueKind != JsonValueKind.String || !ByType.TryGetValue(type.GetString()!, out var form))
        {
            errors.Add(FieldErrors.Join(path, "type"), $"must be one of {string.Join(", ", ByType.Keys.Order(StringComparer.Ordinal))}");
        }
        else
        {
            form.Check(value, path, errors);
        }
    }

    private static ObjectRule Message(int longestBody, Rule action, bool isBodyRequired = true) => Object(
        ("type", Required(Text(64))),
        ("header", HeaderForm.Any),
        ("body", Object(("text", Required(Text(longestBody)))) with { IsRequired = isBodyRequired }),
        ("footer", Object(("text", Required(Text(60))))),
        ("action", Required(action)));
}
