using System.Text.Json;
using System.Text.Json.Serialization;
using Mogambo.Bench.Scenarios;

namespace Mogambo.Bench.Report;

/// <summary>Every single run, for whoever wants to compute something else.</summary>
internal static class JsonReport
{
    public static async Task WriteAsync(string path, IReadOnlyList<Measurement> measured)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, measured, ReportJson.Default.IReadOnlyListMeasurement);
    }
}

[JsonSerializable(typeof(IReadOnlyList<Measurement>))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ReportJson : JsonSerializerContext;
