using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mogambo.Simulator;

/// <summary>
/// How the simulated WhatsApp behaves. Bound from a configuration section, from <c>--kebab-case</c> arguments or from
/// <c>Simulator__Name</c> environment variables. The descriptions are what <c>--help</c> prints.
/// </summary>
public sealed class SimulatorOptions
{
    [Description("Where to listen; port 0 takes any free port.")]
    public string Url { get; set; } = "http://localhost:8090";

    [Description("Where webhooks go: Mogambo's webhook endpoint.")]
    public string WebhookUrl { get; set; } = "http://localhost:8080/webhooks/whatsapp";

    [Description("WhatsApp Business Account id of the single account.")]
    public string AccountId { get; set; } = "102290129340398";

    [Description("Phone number id of the single account's number.")]
    public string PhoneNumberId { get; set; } = "106540352242922";

    [Description("The number users see, digits only.")]
    public string DisplayPhoneNumber { get; set; } = "15550783881";

    [Description("Bearer token that calls must carry.")]
    public string AccessToken { get; set; } = "simulator-access-token";

    [Description("Secret that signs webhooks.")]
    public string AppSecret { get; set; } = "simulator-app-secret";

    [Description("Token of the webhook handshake.")]
    public string VerifyToken { get; set; } = "simulator-verify-token";

    /// <summary>Several accounts and numbers; when empty, the single options above make the one account.</summary>
    public IList<AccountOptions> Accounts { get; } = [];

    [Description("File that records every event, one JSON line each; read back at start. Default: none.")]
    public string? Ledger { get; set; }

    [Description("full: chats can be restored from the ledger. lean: no contents and no attempts, for load tests.")]
    public LedgerDetail LedgerDetail { get; set; } = LedgerDetail.Full;

    [Description("Seed of every random fault. Default: random, printed at start.")]
    public int? Seed { get; set; }

    [Description("Allow the phone page and /control from other machines.")]
    public bool Open { get; set; }

    [Description("When sent, delivered and read are reported, in ms after acceptance; one number for all three.")]
    public string StatusDelay { get; set; } = "300,700,1500";

    [Description("Whether users have read receipts on.")]
    public bool ReadReceipts { get; set; } = true;

    [Description("Most statuses in one webhook POST.")]
    [Range(1, 1000)]
    public int StatusBatch { get; set; } = 1;

    [Description("How long a webhook waits for more statuses when batching.")]
    public TimeSpan StatusLinger { get; set; } = TimeSpan.FromMilliseconds(50);

    [Description("How long a webhook may take before it counts as failed.")]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [Description("Most webhook POSTs under way at once.")]
    [Range(1, 10_000)]
    public int WebhookConcurrency { get; set; } = 128;

    [Description("Wait before the second redelivery (the first is immediate); doubles each time.")]
    public TimeSpan RetryBase { get; set; } = TimeSpan.FromSeconds(1);

    [Description("Longest wait between redeliveries.")]
    public TimeSpan RetryCap { get; set; } = TimeSpan.FromMinutes(5);

    [Description("When an unacknowledged webhook is given up.")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromDays(7);

    [Description("Remember every acknowledged webhook, so that /control/replay can post them again: for tests of restores, in memory without a limit.")]
    public bool KeepAcknowledged { get; set; }

    [Description("Customer service window after a user's message; 0 or off: always open.")]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    [Description("async: 200, then a failed status 131047. sync: 400 at once.")]
    public WindowRefusal WindowRefusal { get; set; } = WindowRefusal.Async;

    [Description("Burst of the pair limit (one number to one user); 0 or off: no limit.")]
    [Range(0, 1_000_000)]
    public int PairLimit { get; set; } = 45;

    [Description("Time that earns one more message to the same user.")]
    public TimeSpan PairRefill { get; set; } = TimeSpan.FromSeconds(6);

    [Description("Messages per second and number; 0 or off: no limit.")]
    [Range(0, 1_000_000)]
    public int Throughput { get; set; } = 80;

    [Description("Users a business may write to first in 24 hours, all numbers together; beyond it messages fail with 131048. 0 or off: no limit.")]
    [Range(0, 1_000_000)]
    public int PortfolioLimit { get; set; }

    [Description("Review time of a new template; a negative time or off leaves it to the page /templates and to /control.")]
    public TimeSpan TemplateReview { get; set; } = TimeSpan.FromSeconds(3);

    [Description("Most bytes of media kept in memory; the oldest go first.")]
    [Range(1, long.MaxValue)]
    public long MediaLimit { get; set; } = 256L * 1024 * 1024;

    [Description("Most users kept; the longest silent go first.")]
    [Range(1, 1_000_000)]
    public int UserLimit { get; set; } = 10_000;

    [Description("Most messages kept for one user.")]
    [Range(1, 100_000)]
    public int ChatLimit { get; set; } = 500;

    [Description("Faults from the start: a JSON document as of PUT /control/faults, or e.g. delay=500@0.1,drop_after@0.01,error=131056x3.")]
    public string? Faults { get; set; }
}

/// <summary>One WhatsApp Business Account with its own app secret.</summary>
public sealed class AccountOptions
{
    public string Id { get; set; } = "";

    public string AppSecret { get; set; } = "";

    public IList<NumberOptions> Numbers { get; } = [];
}

/// <summary>One business phone number of an account.</summary>
public sealed class NumberOptions
{
    public string PhoneNumberId { get; set; } = "";

    public string DisplayPhoneNumber { get; set; } = "";

    public string AccessToken { get; set; } = "";
}

/// <summary>How much a ledger line holds.</summary>
public enum LedgerDetail
{
    Full = 0,
    Lean = 1,
}

/// <summary>How a free-form message outside the window is refused.</summary>
public enum WindowRefusal
{
    Async = 0,
    Sync = 1,
}
