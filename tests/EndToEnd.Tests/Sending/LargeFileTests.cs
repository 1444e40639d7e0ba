using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>100 MB go up and come down through the gateway, and its memory does not notice.</summary>
[Collection(nameof(Alone))]
public sealed class LargeFileTests(ITestOutputHelper output)
{
    private const int Megabyte = 1024 * 1024;
    private const int Size = 100 * Megabyte;

    [Fact]
    public async Task A_document_of_100_MB_is_carried_with_flat_memory()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"));
        // The first file loads what files need.
        await DownloadAsync(system.Mogambo, await UploadAsync(system.Mogambo, Megabyte));
        var before = system.Mogambo.ResidentBytes();
        var most = before;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
            {
                most = Math.Max(most, system.Mogambo.ResidentBytes());
            }
        });

        var id = await UploadAsync(system.Mogambo, Size);
        var hash = await DownloadAsync(system.Mogambo, id);
        await stop.CancelAsync();
        await watch;

        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in Parts(Size))
        {
            expected.AppendData(part);
        }

        Assert.Equal(Convert.ToHexString(expected.GetHashAndReset()), hash);
        output.WriteLine($"resident before {before / Megabyte} MB, at most {most / Megabyte} MB");
        Assert.True(most - before < 20 * Megabyte, $"It grew from {before / Megabyte} MB to {most / Megabyte} MB.");
    }

    private static async Task<string> UploadAsync(MogamboProcess mogambo, int size)
    {
        using var content = new PartsContent(size) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        using var response = await mogambo.Api.PostAsync("/v1/media", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Text("id");
    }

    private static async Task<string> DownloadAsync(MogamboProcess mogambo, string id)
    {
        using var response = await mogambo.Api.GetAsync($"/v1/media/{id}", HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await using var body = await response.Content.ReadAsStreamAsync();
        return Convert.ToHexString(await SHA256.HashDataAsync(body));
    }

    private static IEnumerable<byte[]> Parts(int size)
    {
        var random = new Random(20261122);
        var part = new byte[64 * 1024];
        for (var left = size; left > 0; left -= part.Length)
        {
            random.NextBytes(part);
            yield return part;
        }
    }

    private sealed class PartsContent(int size) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            foreach (var part in Parts(size))
            {
                await stream.WriteAsync(part);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
