using System.Diagnostics;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Tracing;

namespace Mogambo.Grains.Tests.Tracing;

public sealed class MessageTraceTests
{
    private static readonly MessageId s_inbound = MessageId.OfInbound(new PhoneNumberId("106540352242922"), "wamid.1", DateTimeOffset.UnixEpoch);
    private static readonly MessageId s_reply = MessageId.NewOutbound(DateTimeOffset.UnixEpoch);

    [Fact]
    public void While_nobody_listens_nothing_is_made_and_nothing_allocated()
    {
        InboundMessage[] messages = [];
        Begin(messages);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Begin(messages);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_reply_is_in_the_trace_of_what_it_answers_and_a_message_of_the_business_in_its_own()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessageTrace.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);

        using var webhook = MessageTrace.Start(MessageTrace.Webhook, s_inbound)!;
        using var send = MessageTrace.Start(MessageTrace.Send, s_reply, s_inbound)!;
        using var own = MessageTrace.Start(MessageTrace.Send, s_reply)!;

        Assert.Equal(webhook.TraceId, send.TraceId);
        Assert.Equal(webhook.ParentSpanId, send.ParentSpanId);
        Assert.NotEqual(webhook.TraceId, own.TraceId);
        Assert.Equal(s_reply.ToString(), send.GetTagItem("mogambo.message"));
    }

    private static void Begin(InboundMessage[] messages)
    {
        using var spans = MessageTrace.Start(MessageTrace.Turn, messages);
        spans.Result("done");
        using var span = MessageTrace.Start(MessageTrace.Send, s_reply, s_inbound, MessageTrace.Now);
        Assert.Null(span);
    }
}
