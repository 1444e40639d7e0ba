using System.Net;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Templates;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Cloud;

/// <inheritdoc cref="ITemplateManagement"/>
/// <remarks>Logs nothing: what it knows is in the outcome. The account's id is that of its WABA.</remarks>
internal sealed class TemplateManagement(HttpClient http, TimeProvider time) : ITemplateManagement
{
    private const string Fields =
        "name,language,status,category,parameter_format,components,quality_score,rejected_reason,message_send_ttl_seconds,id";

    private const int PageSize = 100;
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    // 6,000 templates an account (fact sheet 12.3), and a server whose cursors never end.
    private const int MaxPages = 200;

    public Task<TemplateCallOutcome> CreateAsync(BusinessNumber number, TemplateDefinition template, CancellationToken cancellationToken) =>
        CallAsync(number, HttpMethod.Post, $"{number.Account.Id}/message_templates", () => TemplateRequest.Create(template), cancellationToken);

    public Task<TemplateCallOutcome> EditAsync(
        BusinessNumber number, string instanceId, TemplateDefinition template, bool withCategory, CancellationToken cancellationToken) =>
        CallAsync(number, HttpMethod.Post, Uri.EscapeDataString(instanceId), () => TemplateRequest.Edit(template, withCategory), cancellationToken);

    public Task<TemplateCallOutcome> DeleteAsync(BusinessNumber number, string name, string? instanceId, CancellationToken cancellationToken) => CallAsync(
        number,
        HttpMethod.Delete,
        $"{number.Account.Id}/message_templates?name={Uri.EscapeDataString(name)}" + (instanceId is null ? "" : $"&hsm_id={Uri.EscapeDataString(instanceId)}"),
        () => default,
        cancellationToken);

    public Task<TemplateCallOutcome> UnpauseAsync(BusinessNumber number, string instanceId, CancellationToken cancellationToken) =>
        CallAsync(number, HttpMethod.Post, $"{Uri.EscapeDataString(instanceId)}/unpause", () => "{}"u8.ToArray(), cancellationToken);

    public async Task<TemplateListing> ListAsync(BusinessNumber number, string? name, CancellationToken cancellationToken)
    {
        var all = new List<InstanceTemplate>();
        var path = $"{number.Account.Id}/message_templates?fields={Fields}&limit={PageSize}" + (name is null ? "" : $"&name={Uri.EscapeDataString(name)}");
        string? after = null;
        try
        {
            for (var page = 0; page < MaxPages; page++)
            {
                var (status, bytes) = await GetAsync(number, after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", cancellationToken);
                if (status != HttpStatusCode.OK || TemplateAnswer.ReadPage(bytes) is not { } read)
                {
                    return new TemplateListing.Failed(Reason(bytes, status));
                }

                // The instance may match names by their beginning.
                all.AddRange(read.Templates.Where(template => name is null || template.Id.Name == name));
                if (read.After is null)
                {
                    return new TemplateListing.Complete(all);
                }

                after = read.After;
            }

            return new TemplateListing.Failed("WhatsApp's list does not end.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new TemplateListing.Failed($"WhatsApp did not answer ({e.GetType().Name}).");
        }
    }

    private async Task<TemplateCallOutcome> CallAsync(
        BusinessNumber number, HttpMethod method, string path, Func<ReadOnlyMemory<byte>> write, CancellationToken cancellationToken)
    {
        using var once = new SingleUseContent(write(), new FirstByteLimit(time, time.GetTimestamp(), ITemplateManagement.CallDeadline));
        using var request = Request(number, method, path);
        request.Content = method == HttpMethod.Post ? once : null;
        using var deadline = new CancellationTokenSource(ITemplateManagement.CallDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            using var answer = await BoundedAnswer.ReadAsync(response.Content, either.Token);
            return answer.IsTooLarge
                ? new TemplateCallOutcome.Unknown($"HTTP {(int)response.StatusCode} with an answer too large to be WhatsApp's")
                : TemplateAnswer.Read(answer.Bytes, response.StatusCode);
        }
        catch (Exception e) when (once.HasBegun || (request.Content is null && !IsConnectionFault(e)))
        {
            return new TemplateCallOutcome.Unknown(deadline.IsCancellationRequested ? "no answer in time" : $"the connection failed ({e.GetType().Name})");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return new TemplateCallOutcome.Refused(0, "There was no connection to WhatsApp.", IsPassing: true);
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Answer)> GetAsync(BusinessNumber number, string path, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ITemplateManagement.CallDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var request = Request(number, HttpMethod.Get, path);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, either.Token);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
    }

    private static HttpRequestMessage Request(BusinessNumber number, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"{number.Options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/{path}")
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Authorization = new("Bearer", number.AccessToken);
        return request;
    }

    private static bool IsConnectionFault(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static string Reason(byte[] answer, HttpStatusCode status)
    {
        try
        {
            using var document = JsonText.IsSound(answer) ? JsonDocument.Parse(answer) : null;
            return document is not null && TemplateAnswer.ReadError(document.RootElement, status) is { } error
                ? $"WhatsApp refused: {error.Reason}"
                : $"HTTP {(int)status} without an answer of WhatsApp's";
        }
        catch (Exception e) when (e is JsonException or MalformedException)
        {
            return $"HTTP {(int)status} without an answer of WhatsApp's";
        }
    }
}
