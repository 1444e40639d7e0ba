namespace Mogambo.Gateway.Tests.Contract;

/// <summary>A valid request of each endpoint below <c>/v1</c>. An endpoint that is missing here fails a test.</summary>
internal static class ContractRequests
{
    public static readonly IReadOnlyList<ContractRequest> All =
    [
        new("POST /v1/messages") { Body = """{"to":"+14155550123","from":"{number}","type":"text","text":{"body":"hi"}}""" },
        new("GET /v1/messages") { ReadsQuery = true },
        new("GET /v1/messages/{id}", "/v1/messages/{message}"),
        new("DELETE /v1/messages/{id}", "/v1/messages/{message}"),
        new("POST /v1/messages/{id}/resolve", "/v1/messages/{message}/resolve") { Body = """{"as":"sent"}""" },

        new("GET /v1/contacts/{number}", "/v1/contacts/{user}") { ReadsQuery = true, TakesAnyNumber = true },
        new("DELETE /v1/contacts/{number}", "/v1/contacts/{user}") { TakesAnyNumber = true },
        new("PUT /v1/contacts/{number}/opt-in", "/v1/contacts/{user}/opt-in") { Body = """{"source":"checkout page"}""", ReadsQuery = true, TakesAnyNumber = true },
        new("DELETE /v1/contacts/{number}/opt-in", "/v1/contacts/{user}/opt-in") { Body = """{"source":"support call"}""", ReadsQuery = true, TakesAnyNumber = true },
        new("GET /v1/contacts/{number}/opt-in/history", "/v1/contacts/{user}/opt-in/history") { ReadsQuery = true, TakesAnyNumber = true },
        new("POST /v1/opt-ins:import") { Body = "number,source\n14155550123,shop\n", BodyType = "text/csv", ReadsQuery = true },
        new("GET /v1/opt-in-link") { ReadsQuery = true },
        new("GET /v1/opt-in-link.png") { ReadsQuery = true },
        new("GET /v1/opt-in-link.svg") { ReadsQuery = true },

        new("GET /v1/conversations") { ReadsQuery = true },
        new("GET /v1/conversations/{number}/{user}", "/v1/conversations/{conversation}"),
        new("GET /v1/conversations/{number}/{user}/messages", "/v1/conversations/{conversation}/messages") { ReadsQuery = true },
        new("PUT /v1/conversations/{number}/{user}/handler", "/v1/conversations/{conversation}/handler") { Body = """{"handled_by":"human"}""" },

        new("POST /v1/templates")
        {
            Body = """{"name":"new_one","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Your order is on its way."}]}""",
        },
        new("GET /v1/templates") { ReadsQuery = true },
        new("GET /v1/templates/{name}", "/v1/templates/{template}"),
        new("DELETE /v1/templates/{name}", "/v1/templates/{template}"),
        new("GET /v1/templates/{name}/{language}", "/v1/templates/{template}/en"),
        new("PUT /v1/templates/{name}/{language}", "/v1/templates/{template}/en") { Body = """{"components":[{"type":"BODY","text":"Your order has come."}]}""" },
        new("DELETE /v1/templates/{name}/{language}", "/v1/templates/{template}/en"),
        new("POST /v1/templates/{name}/{language}/submit", "/v1/templates/{template}/en/submit"),
        new("POST /v1/templates/{name}/{language}/preview", "/v1/templates/{template}/en/preview") { Body = """{"parameters":{"body":["Ana"]}}""", NeedsOnlyRead = true },
        new("PUT /v1/templates/{name}/{language}/status", "/v1/templates/{template}/en/status") { Body = """{"status":"approved","reason":"seen"}""" },
        new("POST /v1/templates:sync"),

        new("GET /v1/dead-letters") { ReadsQuery = true },
        new("GET /v1/dead-letters/{id}", "/v1/dead-letters/{letter}"),
        new("POST /v1/dead-letters/{id}/replay", "/v1/dead-letters/{letter}/replay"),
        new("DELETE /v1/dead-letters/{id}", "/v1/dead-letters/{letter}"),

        new("GET /v1/numbers") { ReadsQuery = true },
        new("PUT /v1/numbers/{id}", "/v1/numbers/{number}") { Body = """{"access_token":"EAAGnew"}""" },

        new("POST /v1/api-keys") { Body = """{"name":"shop","scopes":["messages:send"]}""" },
        new("GET /v1/api-keys") { ReadsQuery = true },
        new("GET /v1/api-keys/{id}", "/v1/api-keys/{key}"),
        new("DELETE /v1/api-keys/{id}", "/v1/api-keys/{key}"),

        new("POST /v1/media", "/v1/media?number={number}") { Body = "a text", BodyType = "text/plain", ReadsQuery = true },
        new("GET /v1/media/{id}", "/v1/media/1020304050?number={number}") { ReadsQuery = true },
        new("DELETE /v1/media/{id}", "/v1/media/1020304050?number={number}") { ReadsQuery = true },

        new("GET /v1/usage") { ReadsQuery = true },

        new("POST /v1/subscriptions") { Body = $$"""{"url":"{{ContractHost.Receiver}}","events":["message.*"]}""" },
        new("GET /v1/subscriptions") { ReadsQuery = true },
        new("GET /v1/subscriptions/{id}", "/v1/subscriptions/{subscription}"),
        new("PUT /v1/subscriptions/{id}", "/v1/subscriptions/{subscription}") { Body = $$"""{"url":"{{ContractHost.Receiver}}"}""" },
        new("DELETE /v1/subscriptions/{id}", "/v1/subscriptions/{subscription}"),
        new("POST /v1/subscriptions/{id}/rotate-secret", "/v1/subscriptions/{subscription}/rotate-secret"),
        new("POST /v1/subscriptions/{id}/resume", "/v1/subscriptions/{subscription}/resume"),
        new("POST /v1/subscriptions/{id}/replay", "/v1/subscriptions/{subscription}/replay") { Body = """{"from":"2026-11-22T09:00:00Z"}""" },
        new("GET /v1/subscriptions/{id}/deliveries", "/v1/subscriptions/{subscription}/deliveries") { ReadsQuery = true },
        new("POST /v1/subscriptions/{id}/test", "/v1/subscriptions/{subscription}/test"),

        new("GET /v1/events") { ReadsQuery = true },
        new("GET /v1/events/stream") { ReadsQuery = true },
    ];

    /// <summary>Addresses that name a number of the account beside what stands in the path.</summary>
    public static readonly IReadOnlyList<ContractRequest> WithNumber =
    [
        new("GET /v1/contacts/{number}", "/v1/contacts/14155550123?from={number}"),
        new("PUT /v1/contacts/{number}/opt-in", "/v1/contacts/14155550123/opt-in?from={number}") { Body = """{"source":"checkout page"}""" },
        new("DELETE /v1/contacts/{number}/opt-in", "/v1/contacts/14155550123/opt-in?from={number}") { Body = """{"source":"support call"}""" },
        new("GET /v1/contacts/{number}/opt-in/history", "/v1/contacts/14155550123/opt-in/history?from={number}"),
        new("POST /v1/opt-ins:import", "/v1/opt-ins:import?from={number}") { Body = "number,source\n14155550123,shop\n", BodyType = "text/csv" },
        new("GET /v1/opt-in-link", "/v1/opt-in-link?number={number}"),
        new("GET /v1/opt-in-link.png", "/v1/opt-in-link.png?number={number}"),
        new("GET /v1/opt-in-link.svg", "/v1/opt-in-link.svg?number={number}"),
        new("POST /v1/messages", "/v1/messages") { Body = """{"to":"+14155550123","from":"{number}","type":"text","text":{"body":"hi"}}""" },
    ];

    public static ContractRequest Of(string endpoint) => All.Single(request => request.Endpoint == endpoint);
}

/// <param name="Endpoint">Its method and the pattern of its address.</param>
/// <param name="Path">The address with what <see cref="ContractHost.FillAsync"/> puts in; null: the pattern.</param>
internal sealed record ContractRequest(string Endpoint, string? Path = null)
{
    public HttpMethod Method => new(Endpoint.Split(' ')[0]);

    public string Pattern => Endpoint.Split(' ')[1];

    public string Address => Path ?? Pattern;

    public string? Body { get; init; }

    public string BodyType { get; init; } = "application/json";

    public bool TakesJson => Body is not null && BodyType == "application/json";

    /// <summary>An unknown query parameter is refused.</summary>
    public bool ReadsQuery { get; init; }

    /// <summary>Any number is somebody, known or not: another account's person is nobody that is known.</summary>
    public bool TakesAnyNumber { get; init; }

    /// <summary>It changes nothing although its method could.</summary>
    public bool NeedsOnlyRead { get; init; }
}
