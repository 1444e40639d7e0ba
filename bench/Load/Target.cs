using System.Net;

namespace Mogambo.Bench.Load;

/// <summary>What is measured: where it listens, and what it is configured with.</summary>
internal sealed record Target(IPEndPoint Server)
{
    public string Account { get; init; } = "102290129340398";

    public string Number { get; init; } = "106540352242922";

    public string AppSecret { get; init; } = "bench-app-secret";

    public string ApiKey { get; init; } = "mgb_bench_0123456789abcdefghijklmnopqrstuv";

    public Uri Url => new($"http://{Server}");
}
