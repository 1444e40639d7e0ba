using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Faults;

/// <summary>
/// The faults of a send for calls that manage templates. Only rules that say <c>"on":"templates"</c> strike here, so that
/// a fault meant for a message is not used up by a program that lists its templates now and then.
/// </summary>
internal sealed class ManagementFaults(FaultBoard faults, TimeProvider time)
{
    public async Task RunAsync(HttpContext http, Account account, Func<Task> call)
    {
        if (Draw(account, FaultKind.DropBefore) is not null)
        {
            http.Abort();
            return;
        }

        if (Draw(account, FaultKind.Hang) is not null)
        {
            await Silence.KeepAsync(http);
            return;
        }

        if (Draw(account, FaultKind.Garbage, "html500") is not null)
        {
            http.Response.StatusCode = 500;
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html><body><h1>Sorry, something went wrong.</h1></body></html>");
            return;
        }

        if (Draw(account, FaultKind.Error) is { } error)
        {
            await GraphError.Of(error.Code, "Simulated error.", error.Http).WriteAsync(http.Response);
            return;
        }

        await TakeEffectAsync(http, account, call);
    }

    /// <summary>The call is done, but its answer comes late, broken or never.</summary>
    private async Task TakeEffectAsync(HttpContext http, Account account, Func<Task> call)
    {
        var dropped = Draw(account, FaultKind.DropAfter);
        var broken = Draw(account, FaultKind.Garbage, "text200");
        var late = Draw(account, FaultKind.Delay);
        if ((dropped ?? broken ?? late) is null)
        {
            await call();
            return;
        }

        var client = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await call();
        http.Response.Body = client;
        if (late is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(late.Ms), time, http.RequestAborted);
        }

        if (dropped is { Mode: "silence" })
        {
            await Silence.KeepAsync(http);
        }
        else if (dropped is not null)
        {
            http.Abort();
        }
        else if (broken is not null)
        {
            await http.Response.WriteAsync("{\"data\":[{\"id\":");
        }
        else
        {
            await client.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), http.RequestAborted);
        }
    }

    private FaultRule? Draw(Account account, FaultKind kind, string? mode = null) =>
        faults.Draw(kind, null, account.Numbers[0].Id, mode, FaultTarget.Templates);
}
