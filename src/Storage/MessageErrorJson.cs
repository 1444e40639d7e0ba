using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mogambo.Messages;

namespace Mogambo.Storage;

/// <summary>An error as it is kept in a text column. JSON escapes what a text column does not take.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageError))]
internal sealed partial class MessageErrorJson : JsonSerializerContext
{
    [return: NotNullIfNotNull(nameof(error))]
    public static string? Of(MessageError? error) => error is null ? null : JsonSerializer.Serialize(error, Default.MessageError);

    [return: NotNullIfNotNull(nameof(json))]
    public static MessageError? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.MessageError);
}
