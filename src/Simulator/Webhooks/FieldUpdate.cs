using System.Security.Cryptography;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;

namespace Mogambo.Simulator.Webhooks;

/// <summary>A change of a webhook field other than <c>messages</c>, such as a template's status or a user's preference (fact sheet 6).</summary>
/// <param name="Id">Of this report, unique: one template has many.</param>
/// <param name="Value">JSON of <c>value</c>.</param>
/// <param name="About">The number it is about, if it is about one.</param>
/// <param name="Whose">The user it is about, if it is about one.</param>
internal sealed record FieldUpdate(Account Owner, string Id, string Field, string Value, Number? About = null, User? Whose = null) : Update(Owner)
{
    public override string ItemId => Id;

    public override Number? Number => About;

    public override User? User => Whose;

    public static string NewId(string subject) => $"{subject}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    public override void WriteChange(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field", Field);
        json.WritePropertyName("value");
        json.WriteRawValue(Value);
        json.WriteEndObject();
    }
}
