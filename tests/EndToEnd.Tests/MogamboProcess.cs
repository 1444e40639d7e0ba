using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests;

/// <summary>The real product as its own process, told by environment variables alone: started, killed and started again.</summary>
public sealed class MogamboProcess : IAsyncDisposable
{
    public const string AccountId = "102290129340398";
    public const string PhoneNumberId = "106540352242922";
    public const string AppSecret = "end-to-end-app-secret";
    public const string ApiKey = "mgb_test_0123456789abcdefghijklmnopqrstuv";

    private static readonly string s_dll = typeof(MogamboProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "MogamboDll").Value!;

    private readonly Dictionary<string, string> _settings;
    private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-e2e-").FullName;
    private readonly List<string> _log = [];
    private Process? _process;

    public MogamboProcess(IReadOnlyDictionary<string, string> settings)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _settings = new()
        {
            ["DOTNET_ENVIRONMENT"] = "Test",
            ["ASPNETCORE_ENVIRONMENT"] = "Test",
            ["ASPNETCORE_URLS"] = Url.ToString().TrimEnd('/'),
            ["Mogambo__Simulator__Enabled"] = "false",
            ["Mogambo__Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["Mogambo__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["Mogambo__Accounts__0__Id"] = AccountId,
            ["Mogambo__Accounts__0__Name"] = "Test",
            ["Mogambo__Accounts__0__AppSecret"] = AppSecret,
            ["Mogambo__Accounts__0__VerifyToken"] = "end-to-end-verify-token",
            ["Mogambo__Accounts__0__ApiKeys__0__Name"] = "test",
            ["Mogambo__Accounts__0__ApiKeys__0__Key"] = ApiKey,
            ["Mogambo__Accounts__0__ApiKeys__0__Scopes__0"] = "*",
            ["Mogambo__Accounts__0__Numbers__0__PhoneNumberId"] = PhoneNumberId,
            ["Mogambo__Accounts__0__Numbers__0__AccessToken"] = "end-to-end-access-token",
            // The tests send more than a number may; those of the limit itself set it.
            ["Mogambo__Accounts__0__Numbers__0__MessagesPerSecond"] = "0",
            ["Mogambo__Accounts__0__EventFeed"] = "true",
            ["Mogambo__RateCard"] = Path.Combine(Path.GetDirectoryName(s_dll)!, "rates.example.csv"),
            ["Mogambo__Accounts__0__Bot__Kind"] = "Echo",
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }

        Api = new() { BaseAddress = Url };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
    }

    public Uri Url { get; }

    public Uri WebhookUrl => new(Url, "/webhooks/whatsapp");

    /// <summary>Speaks to the API with the account's key.</summary>
    public HttpClient Api { get; }

    public int Id => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>What it printed, all starts together.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>A setting for the next start.</summary>
    public void Set(string name, string? value)
    {
        if (value is null)
        {
            _settings.Remove(name);
        }
        else
        {
            _settings[name] = value;
        }
    }

    /// <summary>The demo as a newcomer starts it, without any account configured, but on ports that are free.</summary>
    public static MogamboProcess Demo(string simulator)
    {
        var mogambo = new MogamboProcess(new Dictionary<string, string>());
        foreach (var name in mogambo._settings.Keys.Where(name => name.StartsWith("Mogambo__Accounts__", StringComparison.Ordinal)).ToArray())
        {
            mogambo.Set(name, null);
        }

        mogambo.Set("Mogambo__Simulator__Enabled", null);
        mogambo.Set("Mogambo__Simulator__Url", simulator);
        return mogambo;
    }

    /// <summary>A process of the same settings that runs grains only.</summary>
    public MogamboProcess SiloBeside()
    {
        string[] own = ["ASPNETCORE_URLS", "Mogambo__Cluster__SiloPort", "Mogambo__Cluster__GatewayPort"];
        var silo = new MogamboProcess(_settings.Where(setting => !own.Contains(setting.Key)).ToDictionary());
        silo.Set("Mogambo__Cluster__Role", "Silo");
        return silo;
    }

    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet", [s_dll])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it and returns when it is ready; how long that took.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        Launch();
        await Eventually.TrueAsync("Mogambo is ready", IsReadyAsync, explain: () => string.Join('\n', Log.TakeLast(30)));
        return Stopwatch.GetElapsedTime(started);
    }

    public async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"Mogambo ended with {_process.ExitCode}:\n{string.Join('\n', Log.TakeLast(30))}");
        }

        try
        {
            using var response = await Api.GetAsync("/health/ready");
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public Task<int> ExitedAsync() => WaitAsync();

    /// <summary>SIGTERM, as an operator stops it.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        return await WaitAsync();
    }

    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process!.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Api.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<int> WaitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return _process.ExitCode;
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
