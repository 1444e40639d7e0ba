namespace Mogambo.OptIns;

/// <summary>What a user, or somebody for them, decided about messages the business starts. Stored as a number: never renumber.</summary>
[GenerateSerializer, Alias("mogambo.opt-in-action")]
public enum OptInAction
{
    OptedIn = 1,
    OptedOut = 2,

    /// <summary>No marketing any more; other templates go on (fact sheet 11.5, <c>user_preferences</c> stop and error 131050).</summary>
    MarketingStopped = 3,
    MarketingResumed = 4,
}
