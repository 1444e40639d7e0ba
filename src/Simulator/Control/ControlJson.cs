using System.Text.Json.Serialization;

namespace Mogambo.Simulator.Control;

/// <summary>Serializers generated at build time.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ControlJson : JsonSerializerContext;
