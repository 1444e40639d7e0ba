using System.Text.Json;
using Mogambo.Messages;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Errors;

/// <summary>An error object of a webhook: <c>{"code":…,"title":…,"message":…,"error_data":{"details":…}}</c> (fact sheet 4.1, 15.10).</summary>
internal readonly record struct ReportedError(MessageError Error, SendRemedy Remedy)
{
    private static readonly ErrorMeaning NoReason =
        new("Failed without a reason", "WhatsApp gave no reason; send it again only if that does no harm.", SendRemedy.Fail);

    /// <summary>A <c>failed</c> status that names no error that reads as one.</summary>
    public static ReportedError WithoutReason => new(NoReason.Describe(0, title: null, details: null), NoReason.Remedy);

    /// <exception cref="MalformedException">No code, or members of wrong types.</exception>
    public static ReportedError Read(JsonElement error, Func<int, ErrorMeaning> explain)
    {
        var code = error.WholeOf("code"u8) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw new MalformedException("code is missing");
        var details = error.TryGetObject("error_data"u8, out var data) ? data.TextOf("details"u8) : error.TextOf("details"u8);
        var meaning = explain(code);
        return new(meaning.Describe(code, error.TextOf("title"u8) ?? error.TextOf("message"u8), details), meaning.Remedy);
    }
}
