namespace Mogambo.Gateway;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> problems = [];
        Check(nameof(options.GrainDeadline), options.GrainDeadline, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30));
        Check(nameof(options.StoreDeadline), options.StoreDeadline, options.GrainDeadline, TimeSpan.FromMinutes(1));
        Check(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 64 * KiB, 64 * MiB);
        Check(nameof(options.MaxConcurrentWebhooks), options.MaxConcurrentWebhooks, 1, 100_000);
        Check(nameof(options.MaxBufferedBytes), options.MaxBufferedBytes, options.MaxBodyBytes, long.MaxValue);
        Check(nameof(options.DispatchDeadline), options.DispatchDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));
        Check(nameof(options.SendDeadline), options.SendDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check<T>(string setting, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                problems.Add($"{GatewayOptions.Section}:{setting} is {value}: it must be between {least} and {most}.");
            }
        }
    }
}
