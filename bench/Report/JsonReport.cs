using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mogambo.Bench.Report;

/// <summary>Every single run, for whoever wants to compute something else.</summary>
internal static class JsonReport
{
    public static async Task WriteAsync(string path, Results results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, results, ReportJson.Default.Results);
    }
}

[JsonSerializable(typeof(Results))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ReportJson : JsonSerializerContext;
