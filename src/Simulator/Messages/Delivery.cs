using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Messages;

/// <summary>Why an accepted message does not reach its user: WhatsApp says so only later, in a <c>failed</c> status (fact sheet 5).</summary>
internal sealed class Delivery(WindowBook windows, PortfolioLimit portfolio, FaultBoard faults)
{
    public static GraphError WindowClosed => GraphError.Of(
        131047, "Message failed to send because more than 24 hours have passed since the customer last replied to this number.");

    /// <summary>What fails it, or null. A template that opens a conversation counts against the portfolio's limit.</summary>
    /// <param name="category">service, utility, marketing or authentication.</param>
    public GraphError? FailureOf(Number from, User to, string category)
    {
        var isOpen = windows.IsOpen(from.Id, to.Key);
        return !to.Traits.IsOnWhatsApp ? GraphError.Of(131026, "Message Undeliverable.")
            : faults.Draw(FaultKind.FailLater, to.Key, from.Id) is { } fault ? GraphError.Of(fault.Code, "Simulated failure.")
            : category == "service" ? isOpen ? null : WindowClosed
            : category == "marketing" && to.HasStopped(from.Id) ? GraphError.Of(131050, "The user chose to stop marketing messages from this business.")
            : category == "marketing" && to.Traits.IsMarketingCapped
                ? GraphError.Of(131049, "This message was not delivered to maintain healthy ecosystem engagement.")
            : isOpen || portfolio.Take(to.Key) ? null
            : GraphError.Of(131048, "The limit of users that this business may write to first in 24 hours has been reached.");
    }
}
