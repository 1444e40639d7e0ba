using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Messages.Forms;
using Mogambo.Gateway.Problems;
using Mogambo.Sending;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>Reads the body of a send and finds everything that is wrong with its form.</summary>
/// <param name="now">When it was sent.</param>
internal sealed class SendFormReader(JsonElement body, Account account, DateTimeOffset now)
{
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(30);
    private static readonly TimeSpan DefaultExpiry = TimeSpan.FromDays(7);

    /// <summary>Clocks differ: a time so little in the past is now.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly FieldErrors _errors = new();

    /// <summary>The form, or the problem with it.</summary>
    public (SendForm? Form, Problem? Problem) Read()
    {
        SendMembers.Rule.Check(body, "", _errors);
        if (body.ValueKind != JsonValueKind.Object)
        {
            return (null, KnownProblems.InvalidRequest("$", "must be an object"));
        }

        // What follows is asked even where a member is wrong, so that one answer names everything.
        CheckType();
        CheckFrom();
        CheckTimes();
        return _errors.Problem() is { } problem ? (null, problem) : (Form(), null);
    }

    private SendForm Form()
    {
        var type = Text("type")!;
        var whenClosed = body.Given("if_window_closed");
        var isParked = IsParked(whenClosed);
        var fallback = whenClosed is { ValueKind: JsonValueKind.Object } instead
            ? TemplateMember.Read(instead.GetProperty(SendMembers.Template))
            : null;
        var repliesTo = body.Given("context")?.GetProperty("message_id").GetString();
        return new SendForm
        {
            To = Text("to")!,
            From = Text("from"),
            Content = type == SendMembers.Template ? null : SendContent.Of(type, body.GetProperty(type), repliesTo),
            Template = type == SendMembers.Template ? TemplateMember.Read(body.GetProperty(type)) : null,
            RepliesTo = repliesTo,
            SendAt = SendAt(),
            Reference = Text("reference"),
            OnUnknown = Text("on_unknown") switch { "hold" => OnUnknown.Hold, "resend" => OnUnknown.Resend, _ => null },
            IfWindowClosed = isParked ? IfWindowClosed.Park : fallback is not null ? IfWindowClosed.SendTemplate : IfWindowClosed.Reject,
            Fallback = fallback,
            ExpiresAt = isParked ? Time("expires_at") ?? StartsAt() + DefaultExpiry : null,
        };
    }

    private void CheckType()
    {
        if (Text("type") is not { } type || !SendMembers.Types.Contains(type))
        {
            return;
        }

        if (!body.TryGetProperty(type, out _))
        {
            _errors.Add(type, "is missing");
        }

        foreach (var other in SendMembers.Types.Where(other => other != type && body.TryGetProperty(other, out _)))
        {
            _errors.Add(other, $"is not for a message of type {type}");
        }

        if (type == SendMembers.Template && body.Given("if_window_closed") is not null)
        {
            _errors.Add("if_window_closed", "is for free-form messages: a template needs no open window");
        }

        if (type == "reaction" && body.Given("context") is not null)
        {
            _errors.Add("context", "is not for a reaction: reaction.message_id names the message");
        }
    }

    private void CheckFrom()
    {
        if (body.Given("from") is null && account.Numbers.Count > 1)
        {
            _errors.Add("from", "is missing: the account has several numbers");
        }
    }

    private void CheckTimes()
    {
        if (Time("send_at") is { } sendAt && (sendAt < now - ClockTolerance || sendAt > now + FarthestAhead))
        {
            _errors.Add("send_at", $"must lie ahead, by at most {FarthestAhead.Days} days");
        }

        if (body.Given("expires_at") is null)
        {
            return;
        }

        if (!IsParked(body.Given("if_window_closed")))
        {
            _errors.Add("expires_at", "is for messages with \"if_window_closed\": \"park\"");
        }
        else if (Time("expires_at") is { } expiresAt && (expiresAt <= StartsAt() || expiresAt > StartsAt() + FarthestAhead))
        {
            _errors.Add("expires_at", $"must be later than the message may go, by at most {FarthestAhead.Days} days");
        }
    }

    private DateTimeOffset StartsAt() => SendAt() ?? now;

    private DateTimeOffset? SendAt() => Time("send_at") is { } at && at > now && at <= now + FarthestAhead ? at : null;

    private static bool IsParked(JsonElement? whenClosed) => whenClosed is { ValueKind: JsonValueKind.String } word && word.GetString() == "park";

    private string? Text(string name) => body.Given(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private DateTimeOffset? Time(string name) => body.Given(name) is { } value && TimeRule.TryRead(value, out var time) ? time : null;
}
