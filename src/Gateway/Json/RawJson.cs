using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mogambo.Gateway.Json;

/// <summary>JSON that is passed on as it is stored.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct RawJson(byte[] Bytes)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("It is only written.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Bytes);
    }
}
