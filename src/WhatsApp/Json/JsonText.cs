using System.Text.Unicode;

namespace Mogambo.WhatsApp.Json;

/// <summary>
/// Whether JSON that parsed is Unicode as well: the parser lets ill-formed UTF-8 and lone surrogates pass, readers and databases do not.
/// </summary>
public static class JsonText
{
    private enum Surrogate
    {
        None,
        High,
        Low,
    }

    public static bool IsSound(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && !HasLoneSurrogate(json);

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            switch (SurrogateAt(json))
            {
                case Surrogate.None:
                    json = json[Math.Min(2, json.Length)..];
                    break;
                case Surrogate.High when SurrogateAt(json[6..]) == Surrogate.Low:
                    json = json[12..];
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    private static Surrogate SurrogateAt(ReadOnlySpan<byte> json) => json switch
    {
        [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', var digit, _, _, ..] => digit switch
        {
            (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B' => Surrogate.High,
            >= (byte)'c' and <= (byte)'f' or >= (byte)'C' and <= (byte)'F' => Surrogate.Low,
            _ => Surrogate.None,
        },
        _ => Surrogate.None,
    };
}
