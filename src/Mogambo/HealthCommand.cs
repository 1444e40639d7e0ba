namespace Mogambo.App;

/// <summary>
/// <c>Mogambo.dll health [address]</c> asks a process on this machine whether it is ready, for containers that hold no shell and no curl.
/// </summary>
internal static class HealthCommand
{
    private const int Well = 0;
    private const int Unwell = 1;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    public static bool IsWanted(string[] args) => args is ["health"] or ["health", _];

    /// <summary>Exit code 0 if the answer is a 2xx within 4 s, else 1 and one line on standard error.</summary>
    /// <param name="args"><c>health</c>, and what to ask; default: <c>/health/ready</c> where this process's settings say that Mogambo listens.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var address = args is [_, var given] ? given : ReadyAddress(new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().Build());
        try
        {
            using var http = new HttpClient { Timeout = s_patience };
            using var response = await http.GetAsync(new Uri(address));
            if (response.IsSuccessStatusCode)
            {
                return Well;
            }

            await Console.Error.WriteLineAsync($"{address} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync($"{address} did not answer: {e.Message}");
        }

        return Unwell;
    }

    /// <summary>The first address of plain http; one that means "all addresses" is asked as <c>localhost</c>.</summary>
    internal static string ReadyAddress(IConfiguration configuration)
    {
        var listening = (configuration["urls"] ?? (configuration["http_ports"] is { Length: > 0 } ports ? $"http://+:{ports.Split(';')[0]}" : MogamboConfiguration.DefaultUrl))
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(BindingAddress.Parse)
            .First(binding => binding.Scheme == Uri.UriSchemeHttp);
        var host = listening.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : listening.Host;
        return $"http://{host}:{listening.Port}/health/ready";
    }
}
