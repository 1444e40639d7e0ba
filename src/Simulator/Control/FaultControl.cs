using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Control;

/// <summary>The faults in force, as one document.</summary>
internal sealed class FaultControl(FaultBoard faults)
{
    public Task ReadAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json => FaultDocument.Write(json, faults.Rules));

    public async Task ReplaceAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadObjectAsync(http.Request, http.RequestAborted);
        if (body is null)
        {
            await ControlAnswer.WrongAsync(http, "Faults are a JSON object with a property per kind.");
            return;
        }

        try
        {
            faults.Replace(FaultDocument.Parse(body.RootElement));
        }
        catch (FormatException wrong)
        {
            await ControlAnswer.WrongAsync(http, wrong.Message);
            return;
        }

        await ReadAsync(http);
    }
}
