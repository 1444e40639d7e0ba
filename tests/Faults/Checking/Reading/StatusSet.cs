namespace Mogambo.Faults.Checking.Reading;

/// <summary>The words that the instance says of a message, with the places they have in a row's rank.</summary>
public static class StatusWord
{
    public const int Accepted = 1;
    public const int Sent = 2;
    public const int Failed = 3;
    public const int Delivered = 4;
    public const int Read = 5;
    public const int Played = 6;

    /// <summary>0: a word that has no place.</summary>
    public static int PlaceOf(string? word) => word switch
    {
        "sent" => Sent,
        "failed" => Failed,
        "delivered" => Delivered,
        "read" => Read,
        "played" => Played,
        _ => 0,
    };

    public static string Of(int place) => place switch
    {
        Accepted => "accepted",
        Sent => "sent",
        Failed => "failed",
        Delivered => "delivered",
        Read => "read",
        Played => "played",
        _ => "nothing",
    };
}

/// <summary>Which statuses were seen of each attempt, a bit each.</summary>
public sealed class StatusSet
{
    private readonly Dictionary<AttemptKey, byte> _byAttempt = [];
    private readonly Dictionary<string, byte> _byWamid = [];

    /// <summary>Those that named our attempt.</summary>
    public IEnumerable<(AttemptKey Attempt, int Status)> ByAttempt => _byAttempt.SelectMany(seen => Places(seen.Value).Select(place => (seen.Key, place)));

    /// <summary>Those that only named the instance's id.</summary>
    public IEnumerable<(string Wamid, int Status)> ByWamid => _byWamid.SelectMany(seen => Places(seen.Value).Select(place => (seen.Key, place)));

    public void Add(string? opaque, string wamid, int status)
    {
        if (ShownId.Attempt(opaque) is { } attempt)
        {
            _byAttempt[attempt] = (byte)(_byAttempt.GetValueOrDefault(attempt) | (1 << status));
        }
        else
        {
            _byWamid[wamid] = (byte)(_byWamid.GetValueOrDefault(wamid) | (1 << status));
        }
    }

    public bool HasAny(AttemptKey attempt) => _byAttempt.ContainsKey(attempt);

    public bool Has(AttemptKey attempt, string? wamid, int status) =>
        ((_byAttempt.GetValueOrDefault(attempt) | (wamid is null ? 0 : _byWamid.GetValueOrDefault(wamid))) & (1 << status)) != 0;

    private static IEnumerable<int> Places(byte bits) => Enumerable.Range(StatusWord.Sent, 5).Where(place => (bits & (1 << place)) != 0);
}
