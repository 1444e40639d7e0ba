namespace Mogambo.Gateway.Authentication;

internal static class ApiPaths
{
    public const string Root = "/v1";

    public static bool IsApi(PathString path) => path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);
}
