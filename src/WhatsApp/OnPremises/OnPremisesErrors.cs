using Mogambo.WhatsApp.Errors;

namespace Mogambo.WhatsApp.OnPremises;

/// <summary>The codes of On-Premises <c>failed</c> statuses, each by the Cloud code that means the same (fact sheet 15.11).</summary>
internal static class OnPremisesErrors
{
    public static ErrorMeaning Explain(int code) => ErrorCatalogue.Explain(code switch
    {
        400 => 131053,
        402 => 131042,
        408 or 410 => 131043,
        429 => 130429,
        430 or 432 or 433 => 131045,
        470 => 131047,
        471 => 131048,
        472 => 130472,
        480 => 137000,
        500 => 131000,
        501 => 131026,
        _ => code,
    });
}
