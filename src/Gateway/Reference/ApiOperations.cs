using System.Collections.Frozen;

namespace Mogambo.Gateway.Reference;

/// <summary>The endpoints below <c>/v1</c> as the reference shows them. One that is missing here fails a test.</summary>
internal static class ApiOperations
{
    private const string Message = """
        {"id":"msg_01JABCDEFGHJKMNPQRSTVWXYZ0","wamid":"wamid.HBgL…","direction":"outbound","from":"106540352242922","to":"14155550123","user":"14155550123",
         "type":"template","content":{},"status":"delivered","reference":"order-77","statuses":[{"status":"sent","at":"2026-12-01T09:00:01Z"}],
         "price":{"amount":"0.0068","currency":"USD","category":"utility"},"created_at":"2026-12-01T09:00:00Z"}
        """;

    private const string Contact = """
        {"number":"14155550123","user":"14155550123","wa_id":"14155550123","user_id":null,"name":"Joey",
         "opt_in":{"status":"opted_in","at":"2026-11-22T09:00:00Z","source":"checkout page"},"window":{"open":false,"closes_at":null},"handled_by":"bot"}
        """;

    private const string Conversation = """
        {"id":"106540352242922/14155550123","number":"106540352242922","user":"14155550123","wa_id":"14155550123","user_id":null,"name":"Joey",
         "window":{"open":true,"closes_at":"2026-12-01T09:00:00Z"},"handled_by":"bot","last_message_at":"2026-11-30T09:00:00Z"}
        """;

    private const string Template = """
        {"name":"training_plan","language":"en","category":"utility","requested_category":"utility","status":"approved","reason":null,"quality":"green",
         "parameter_format":"positional","components":[],"id":"1627019861106475","history":[{"status":"approved","at":"2026-11-22T09:00:00Z","reason":null}]}
        """;

    private const string Subscription = """
        {"id":"sub_01JABCDEFGHJKMNPQRSTVWXYZ0","source":"api","url":"https://example.com/hook","description":"orders","events":["message.*"],"status":"active",
         "reason":null,"failing_since":null,"cursor":"12-34","created_at":"2026-11-22T09:00:00Z"}
        """;

    private const string SecretSubscription = """
        {"id":"sub_01JABCDEFGHJKMNPQRSTVWXYZ0","source":"api","url":"https://example.com/hook","description":"orders","events":["message.*"],"status":"active",
         "reason":null,"failing_since":null,"cursor":"12-34","created_at":"2026-11-22T09:00:00Z","secret":"whsec_…"}
        """;

    private const string DeadLetter = """
        {"id":"dlq_01JABCDEFGHJKMNPQRSTVWXYZ0","kind":"change","reason":"unknown-number","details":"The number belongs to no account.","conversation":null,"message":null,
         "at":"2026-11-22T09:00:00Z"}
        """;

    private const string WholeDeadLetter = """
        {"id":"dlq_01JABCDEFGHJKMNPQRSTVWXYZ0","kind":"change","reason":"unknown-number","details":"The number belongs to no account.","conversation":null,"message":null,
         "at":"2026-11-22T09:00:00Z","raw":"{…}"}
        """;

    private const string Number = """
        {"id":"106540352242922","display_phone_number":"15550783881","api":"cloud","status":"connected","messages_per_second":80,"unique_users_per_24h":0,
         "quality":"unflagged","messaging_limit":"TIER_1K"}
        """;

    private const string Key = """
        {"id":"key_01JABCDEFGHJKMNPQRSTVWXYZ0","name":"shop","scopes":["messages:send"],"last_characters":"WXYZ","source":"api","created_at":"2026-11-22T09:00:00Z",
         "expires_at":"2027-01-01T00:00:00Z"}
        """;

    private static readonly ApiParameter[] s_page =
        [new("limit", "1 to 200, default 50"), new("after", "the next of the page before")];

    private static readonly ApiParameter s_from = new("from", "a phone number id of the account; default: the first");
    private static readonly ApiParameter s_number = new("number", "a phone number id of the account; default: the first");

    private static readonly (int, string)[] s_link = [(404, "phone-number-not-found"), (409, "display-phone-number-missing")];
    private static readonly (int, string)[] s_instance =
        [(404, "phone-number-not-found"), (409, "number-unavailable"), (422, "instance-refused"), (502, "instance-failed")];

    private static readonly FrozenDictionary<string, ApiOperation> s_operations = new Dictionary<string, ApiOperation>
    {
        ["POST /messages"] = new(202, """{"id":"msg_01JABCDEFGHJKMNPQRSTVWXYZ0","status":"queued","to":"14155550123","type":"template","preview":"Hi Joey! …","price":{"amount":"0.0068","currency":"USD","category":"utility"}}""")
        {
            Body = """
                {"to":"+14155550123","from":"106540352242922","type":"template",
                 "template":{"name":"training_plan","language":"en","parameters":{"body":["Joey","weekly","123456"]}},
                 "send_at":"2026-12-01T09:00:00Z","reference":"order-77","on_unknown":"hold"}
                """,
            TakesIdempotencyKey = true,
            Problems =
            [
                (404, "template-not-found, phone-number-not-found"),
                (413, "payload-too-large"), (415, "unsupported-media-type"),
                (409, "window-closed, not-opted-in, template-not-approved, number-unavailable, idempotency-in-progress"),
                (422, "template-parameters, invalid-phone-number, not-on-whatsapp, idempotency-key-reused"),
            ],
        },
        ["GET /messages"] = new(200, List(Message))
        {
            Query =
            [
                .. s_page, new("user", "a phone number or user id"), new("number", "a phone number id"), new("status", "queued, scheduled, parked, claimed, unknown, accepted, sent, delivered, read, played, failed, canceled, expired or received"),
                new("direction", "inbound or outbound"), new("reference", "as it was sent"),
            ],
        },
        ["GET /messages/{id}"] = new(200, Message),
        ["DELETE /messages/{id}"] = new(200, Message) { Problems = [(409, "too-late")] },
        ["POST /messages/{id}/resolve"] = new(200, Message) { Body = """{"as":"sent"}""", Problems = [(409, "too-late")] },
        ["GET /contacts/{number}"] = new(200, Contact) { Query = [s_from] },
        ["DELETE /contacts/{number}"] = new(204) { Problems = [(409, "secrets-unavailable"), (503, "being-sent")] },
        ["PUT /contacts/{number}/opt-in"] = new(200, Contact)
        {
            Body = """{"source":"checkout page","evidence":"box ticked, order 77","at":"2026-11-22T09:00:00Z"}""",
            Query = [s_from],
            Problems = [(422, "opt-in-invalid, invalid-phone-number")],
        },
        ["DELETE /contacts/{number}/opt-in"] = new(200, Contact) { Body = """{"source":"support call"}""", Query = [s_from], Problems = [(422, "opt-in-invalid, invalid-phone-number")] },
        ["GET /contacts/{number}/opt-in/history"] = new(200, List("""{"action":"opted_in","at":"2026-11-22T09:00:00Z","source":"checkout page","evidence":null,"by":"shop"}"""))
        {
            Query = [.. s_page, s_from],
        },
        ["POST /opt-ins:import"] = new(200)
        {
            BodyTypes = ["text/csv", "application/x-ndjson"],
            AnswerType = "application/x-ndjson",
            Query = [new("action", "opt_in (default) or opt_out"), new("source", "for rows without one"), new("from", "a phone number id of the account, for rows without one; default: all numbers")],
            Problems = [(404, "phone-number-not-found"), (413, "payload-too-large"), (415, "unsupported-media-type")],
        },
        ["GET /opt-in-link"] = new(200, """{"url":"https://wa.me/15550783881?text=START"}""") { Query = [s_number, new("text", "default: START")], Problems = s_link },
        ["GET /opt-in-link.png"] = new(200) { AnswerType = "image/png", Query = [s_number, new("text", "default: START")], Problems = s_link },
        ["GET /opt-in-link.svg"] = new(200) { AnswerType = "image/svg+xml", Query = [s_number, new("text", "default: START")], Problems = s_link },
        ["GET /conversations"] = new(200, List(Conversation)) { Query = s_page },
        ["GET /conversations/{number}/{user}"] = new(200, Conversation),
        ["GET /conversations/{number}/{user}/messages"] = new(200, List(Message)) { Query = s_page },
        ["PUT /conversations/{number}/{user}/handler"] = new(200, Conversation) { Body = """{"handled_by":"human"}""" },
        ["POST /templates"] = new(201, Template)
        {
            Body = """
                {"name":"training_plan","language":"en","category":"UTILITY","components":[
                 {"type":"BODY","text":"Hi {{1}}! Thanks for starting your personal training plan. Stay fit!","example":{"body_text":[["Joey"]]}}]}
                """,
            Problems = [(409, "template-exists"), (422, "template-invalid")],
        },
        ["GET /templates"] = new(200, List(Template)) { Query = [.. s_page, new("status", "draft, pending, approved, …")] },
        ["GET /templates/{name}"] = new(200, List(Template)) { Problems = [(404, "template-not-found")] },
        ["DELETE /templates/{name}"] = new(202)
        {
            Also = [(204, "There were only drafts: they are gone")],
            Problems = [(404, "template-not-found"), (409, "template-not-deletable")],
        },
        ["GET /templates/{name}/{language}"] = new(200, Template) { Problems = [(404, "template-not-found")] },
        ["PUT /templates/{name}/{language}"] = new(200, Template)
        {
            Body = """{"components":[{"type":"BODY","text":"Hello {{1}}, your plan is ready for you.","example":{"body_text":[["Joey"]]}}]}""",
            Also = [(202, "WhatsApp knows it: the edit is on its way there")],
            Problems = [(404, "template-not-found"), (409, "template-not-editable"), (422, "template-invalid")],
        },
        ["DELETE /templates/{name}/{language}"] = new(202, Template)
        {
            Also = [(200, "WhatsApp does not know it: it is deleted"), (204, "It was a draft: it is gone")],
            Problems = [(404, "template-not-found"), (409, "template-not-deletable")],
        },
        ["POST /templates/{name}/{language}/submit"] = new(202, Template)
        {
            Problems = [(404, "template-not-found"), (409, "template-not-submittable, no-cloud-number"), (422, "template-invalid")],
        },
        ["POST /templates/{name}/{language}/preview"] = new(200, """{"header":null,"body":"Hi Joey! …","footer":null,"buttons":[{"type":"url","text":"Open","value":"https://example.com/plan"}]}""")
        {
            Body = """{"parameters":{"body":["Joey","weekly","123456"]}}""",
            Problems = [(404, "template-not-found"), (422, "template-parameters")],
        },
        ["PUT /templates/{name}/{language}/status"] = new(200, Template)
        {
            Body = """{"status":"approved","reason":"seen in the manager"}""",
            Also = [(202, "WhatsApp is being asked to resume it")],
            Problems = [(404, "template-not-found"), (409, "template-status-reported")],
        },
        ["POST /templates:sync"] = new(200, """{"created":1,"changed":2,"missing":0}""") { Problems = [(409, "no-cloud-number"), (502, "template-sync-failed")] },
        ["GET /dead-letters"] = new(200, List(DeadLetter)) { Query = s_page },
        ["GET /dead-letters/{id}"] = new(200, WholeDeadLetter),
        ["POST /dead-letters/{id}/replay"] = new(200, """{"id":"dlq_01JABCDEFGHJKMNPQRSTVWXYZ0","status":"replayed"}""") { Problems = [(422, "replay-failed")] },
        ["DELETE /dead-letters/{id}"] = new(204),
        ["GET /numbers"] = new(200, List(Number)) { Query = s_page },
        ["PUT /numbers/{id}"] = new(200, Number)
        {
            Body = """{"access_token":"EAAG"}""",
            Problems = [(404, "phone-number-not-found"), (409, "secrets-unavailable")],
        },
        ["POST /api-keys"] = new(201, """{"id":"key_01JABCDEFGHJKMNPQRSTVWXYZ0","name":"shop","scopes":["messages:send"],"last_characters":"WXYZ","source":"api","created_at":"2026-11-22T09:00:00Z","expires_at":null,"key":"mgb_…"}""") { Body = """{"name":"shop","scopes":["messages:send"],"expires_at":"2027-01-01T00:00:00Z"}""" },
        ["GET /api-keys"] = new(200, List(Key)) { Query = s_page },
        ["GET /api-keys/{id}"] = new(200, Key),
        ["DELETE /api-keys/{id}"] = new(204) { Problems = [(409, "api-key-configured")] },
        ["POST /media"] = new(200, """{"id":"1020304050"}""")
        {
            BodyTypes = ["image/*", "audio/*", "video/*", "application/*", "text/plain"],
            Query = [s_number],
            Problems = [.. s_instance, (413, "payload-too-large")],
        },
        ["GET /media/{id}"] = new(200) { AnswerType = "*/*", Query = [s_number], Problems = s_instance },
        ["DELETE /media/{id}"] = new(200, """{"success":true}""") { Query = [s_number], Problems = s_instance },
        ["GET /usage"] = new(200, """{"from":"2026-11-01T00:00:00Z","to":"2026-12-01T00:00:00Z","group_by":"day","data":[{"key":"2026-11-22","messages":3,"accepted":3,"delivered":2,"failed":0,"cost":"0.0136","estimated":"0.0068","currency":"USD"}]}""")
        {
            Query = [new("from", "a day or a time; default: 30 days before to"), new("to", "a day, which is included, or a time, which is not; default: now"), new("group_by", "day (default), template, category or country")],
        },
        ["POST /subscriptions"] = new(201, SecretSubscription) { Body = """{"url":"https://example.com/hook","events":["message.*","template.*"],"description":"orders"}""", Problems = [(409, "too-many-subscriptions, secrets-not-kept"), (422, "url-not-allowed")] },
        ["GET /subscriptions"] = new(200, List(Subscription)) { Query = s_page },
        ["GET /subscriptions/{id}"] = new(200, Subscription),
        ["PUT /subscriptions/{id}"] = new(200, Subscription) { Body = """{"url":"https://example.com/hook","events":["*"]}""", Problems = [(409, "configured-subscription"), (422, "url-not-allowed")] },
        ["DELETE /subscriptions/{id}"] = new(204) { Problems = [(409, "configured-subscription")] },
        ["POST /subscriptions/{id}/rotate-secret"] = new(200, SecretSubscription) { Problems = [(409, "configured-subscription, secrets-not-kept")] },
        ["POST /subscriptions/{id}/resume"] = new(200, Subscription),
        ["POST /subscriptions/{id}/replay"] = new(200, Subscription) { Body = """{"from":"2026-11-22T09:00:00Z"}""" },
        ["GET /subscriptions/{id}/deliveries"] = new(200, List("""{"event":"evt_12-34","type":"message.status","state":"delivered","tries":1,"last_tried_at":"2026-11-22T09:00:00Z","last_status_code":204,"last_error":null,"next_at":null}""")) { Query = s_page },
        ["POST /subscriptions/{id}/test"] = new(200, """{"delivered":true,"status_code":204,"error":null,"duration_ms":12}"""),
        ["GET /events"] = new(200, List("""{"id":"evt_12-34","type":"message.status","timestamp":"2026-11-22T09:00:00Z","account":"102290129340398","data":{}}""")) { Query = s_page, Problems = [(409, "event-feed-off")] },
        ["GET /events/stream"] = new(200) { AnswerType = "text/event-stream", Query = [new("after", "a cursor; the header Last-Event-ID wins; default: from now on")], Problems = [(409, "event-feed-off")] },
    }.ToFrozenDictionary();

    /// <summary>Every endpoint that is described.</summary>
    public static IEnumerable<string> All => s_operations.Keys;

    /// <param name="path">As the endpoints' explorer writes it: without the first slash.</param>
    /// <exception cref="InvalidOperationException">The endpoint is not described.</exception>
    public static ApiOperation Find(string method, string path) =>
        s_operations.GetValueOrDefault($"{method} {path["v1".Length..].TrimEnd('/')}")
            ?? throw new InvalidOperationException($"{method} {path} is not described in {nameof(ApiOperations)}: add what it takes and answers.");

    private static string List(string item) => $$"""{"data":[{{item}}],"next":null}""";
}
